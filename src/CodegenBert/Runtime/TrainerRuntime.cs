using System.ComponentModel;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Saving;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using CodegenBert.Training;
using CodegenBert.Training.Reports;
using CodegenBert.Training.Resuming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace CodegenBert.Runtime;

/// <summary>The trainer behind generated trainers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class TrainerRuntime
{
    /// <summary>Trains a classifier.</summary>
    /// <param name="task">The task.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">Rows that decide the best epoch and early stopping; null for none.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="progress">Is told of each step; null for none.</param>
    /// <param name="cancellationToken">Stops at the next batch boundary, and a download of the encoder at once.</param>
    /// <exception cref="DataFileException">Rows do not fit the task.</exception>
    /// <exception cref="CheckpointException">The encoder cannot be downloaded or loaded.</exception>
    /// <exception cref="TrainingException">There are no training rows, or an option is unusable.</exception>
    /// <exception cref="NonFiniteLossException">The loss or the gradient is no number; the last good weights are saved beside the output folder, if there is one.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; nothing was saved.</exception>
    public static TrainingOutcome Train(
        TaskDefinition task,
        IReadOnlyList<LabeledTexts> train,
        IReadOnlyList<LabeledTexts>? validation,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        ILogger logger = options.Logger ?? NullLogger.Instance;
        IReadOnlyList<LabeledTexts> trainRows = DatasetRuntime.Check(task, train);
        var recipe = Recipe.From(task, options, [.. trainRows.Select(row => row.Target)], validation is { Count: > 0 });
        if (trainRows.Count == 0)
        {
            throw new TrainingException("There are no training rows. Give at least one.");
        }

        IReadOnlyList<LabeledTexts>? validationRows = validation is { Count: > 0 } ? DatasetRuntime.Check(task, validation) : null;
        if (options.OutputFolder is not null)
        {
            ModelFolder.CheckWritable(options.OutputFolder);
        }

        using var log = new RunLog(task, logger, options.TensorBoardFolder);
        Device device = ComputeBackend.Prepare(options.Device, options.Threads);

        (SequenceClassifier model, string folder) = InitialModel.Load(task, options, recipe.Seed, logger, cancellationToken);
        try
        {
            InputEncoder encoder = TaskInputs.Encoder(task, folder, model.Configuration);
            model.MoveTo(device);
            log.Settings(recipe, options, folder);
            log.Enter(RunPart.Tokenize);
            EncodedRows encodedTrain = TaskInputs.Encode(encoder, task, trainRows, cancellationToken);
            EncodedRows? encodedValidation = validationRows is null ? null : TaskInputs.Encode(encoder, task, validationRows, cancellationToken);
            LogStart(logger, task.Name, trainRows.Count, validationRows?.Count ?? 0, encodedTrain.TruncatedRows);

            log.Data(encodedTrain, encodedValidation);
            log.Enter(RunPart.Other);
            PrecisionChoice precision = PrecisionCheck.Choose(options.Precision, model, encodedTrain.Inputs.Windows, recipe.BatchSize, device);
            LogPrecision(logger, task.Name, precision);
            model.RecomputesLayers = options.GradientCheckpointing;
            using RunStates? states = options.Checkpoints is { } checkpoints
                ? new RunStates(checkpoints, RunIdentification.Of(task, recipe, options, encodedTrain, encodedValidation, model), task.Output.Kind, logger)
                : null;
            using var run = new FineTuning(model, task, recipe, new RunContext
            {
                Device = device,
                States = states,
                Cache = options.RepresentationCache,
                Logger = logger,
                Progress = progress,
                Cancellation = cancellationToken,
            })
            {
                Log = log,
            };
            var classifier = new ClassifierRuntime(task, model, encoder, TokenizerFiles.Read(folder), device);
            TrainingReport report = RunOrSaveLastGood(() => run.Run(encodedTrain, encodedValidation, options.KeepBestEpoch), classifier, options.OutputFolder);
            var confidence = ConfidenceFit.Of(model, run.ValidationInputs, encodedValidation, task, options, cancellationToken);
            classifier.Rule = confidence.Rule;
            model.Precision = Precision.Float32; // the classifier predicts as one that is loaded does
            report = report with
            {
                Precision = precision,
                Calibration = confidence.Calibration,
                Thresholds = confidence.Thresholds,
                ConfidencePasses = confidence.TrainedPasses,
                Seconds = report.Seconds + confidence.Seconds,
            };
            report = log.Complete(report, row => validationRows?[row].Input);
            LogEnd(logger, task.Name, report.Epochs.Count, report.BestEpoch, report.Seconds);
            LogMemory(logger, task.Name, report.PeakMemoryBytes.GetValueOrDefault() / 1_000_000);
            if (options.OutputFolder is not null)
            {
                classifier.Save(options.OutputFolder);
            }

            states?.Remove();
            return new TrainingOutcome(classifier, report);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Runs; where the loss stops being a number, the weights before it are saved beside the output folder, as a model to go on from.</summary>
    private static TrainingReport RunOrSaveLastGood(Func<TrainingReport> run, ClassifierRuntime classifier, string? outputFolder)
    {
        try
        {
            return run();
        }
        catch (NonFiniteLossException e) when (outputFolder is not null)
        {
            string lastGood = Path.TrimEndingDirectorySeparator(outputFolder) + ".last-good";
            classifier.Save(lastGood);
            throw new NonFiniteLossException(
                $"{e.Message} The last good weights (the best epoch's, or those before this step) are saved in {lastGood}: go on from them with {nameof(TrainingOptions.ContinueFrom)}.", e);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Task}: training on {Rows} rows, validating on {ValidationRows}; {Truncated} training rows are longer than max_length and were cut.")]
    private static partial void LogStart(ILogger logger, string task, int rows, int validationRows, int truncated);

    [LoggerMessage(2, LogLevel.Information, "{Task}: {Epochs} epochs, the best is {Best}, {Seconds:F1} s.")]
    private static partial void LogEnd(ILogger logger, string task, int epochs, int best, double seconds);

    [LoggerMessage(60, LogLevel.Information, "{Task}: the encoder computes in {Precision}.")]
    private static partial void LogPrecision(ILogger logger, string task, PrecisionChoice precision);

    [LoggerMessage(61, LogLevel.Information, "{Task}: at most {Megabytes} MB of memory were resident, from the process's start.")]
    private static partial void LogMemory(ILogger logger, string task, long megabytes);
}
