using CodegenBert.Evaluation;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Samples.CommandLine;

/// <summary>One epoch in the JSON of a run: figures, without the confusion matrix of each.</summary>
internal sealed record EpochRecord(
    int Epoch,
    double TrainingLoss,
    double? ValidationLoss,
    double? ValidationAccuracy,
    double? ValidationMacroF1,
    double Seconds,
    double TrainingSeconds,
    EncoderPasses FrozenPasses,
    EncoderPasses StoredPasses,
    EncoderPasses TrainedPasses);

/// <summary>The JSON of a run.</summary>
internal sealed record TrainRecord
{
    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>What of the encoder was fixed, as the spec writes it.</summary>
    public required string Freeze { get; init; }

    /// <summary>Passes over the training rows, at most.</summary>
    public required int MaxEpochs { get; init; }

    /// <summary>Rows in a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Peak learning rate of the encoder's trained part; null where there is none.</summary>
    public required double? LearningRate { get; init; }

    /// <summary>Peak learning rate of the head.</summary>
    public required double HeadLearningRate { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Training rows.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Training rows that were cut to <c>max_length</c>.</summary>
    public required int TruncatedRows { get; init; }

    /// <summary>The epoch whose weights the model has.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Whether early stopping ended the run.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>Steps of the optimiser.</summary>
    public required int Steps { get; init; }

    /// <summary>Seconds of the run.</summary>
    public required double Seconds { get; init; }

    /// <summary>The epochs.</summary>
    public required IReadOnlyList<EpochRecord> Epochs { get; init; }

    /// <summary>The temperature that the validation rows gave; null where none was asked for.</summary>
    public required CalibrationReport? Calibration { get; init; }

    /// <summary>The thresholds of several labels that the validation rows gave; null where none were asked for.</summary>
    public required ThresholdReport? Thresholds { get; init; }

    /// <summary>The best epoch's figures on the validation rows, before any temperature or thresholds; null without any.</summary>
    public required EvaluationReport? Validation { get; init; }

    /// <summary>The figures on the test rows; null without any.</summary>
    public required EvaluationReport? Test { get; init; }

    /// <summary>The record of a run.</summary>
    /// <param name="task">Its task.</param>
    /// <param name="options">Its options.</param>
    /// <param name="report">What happened.</param>
    /// <param name="test">The figures on the test rows; null without any.</param>
    public static TrainRecord Of(TaskDefinition task, TrainOptions options, TrainingReport report, EvaluationReport? test) => new()
    {
        Task = task.Name,
        Freeze = task.Freeze.ToString(),
        MaxEpochs = options.Epochs,
        BatchSize = options.BatchSize,
        LearningRate = task.Freeze.Kind == FreezeKind.All ? null : options.LearningRate,
        HeadLearningRate = options.HeadLearningRate,
        Seed = options.Seed,
        TrainingRows = report.TrainingRows,
        TruncatedRows = report.TruncatedRows,
        BestEpoch = report.BestEpoch,
        StoppedEarly = report.StoppedEarly,
        Steps = report.Steps,
        Seconds = report.Seconds,
        Epochs = [.. report.Epochs.Select(Of)],
        Calibration = report.Calibration,
        Thresholds = report.Thresholds,
        Validation = report.Epochs.First(epoch => epoch.Epoch == report.BestEpoch).Validation,
        Test = test,
    };

    private static EpochRecord Of(EpochReport epoch) => new(
        epoch.Epoch,
        epoch.TrainingLoss,
        epoch.Validation?.Loss,
        (epoch.Validation as SingleLabelReport)?.Accuracy,
        (epoch.Validation as SingleLabelReport)?.MacroF1,
        epoch.Seconds,
        epoch.TrainingSeconds,
        epoch.FrozenPasses,
        epoch.StoredPasses,
        epoch.TrainedPasses);
}
