using System.ComponentModel;
using CodegenBert.Checkpoints;
using CodegenBert.Data;
using CodegenBert.Data.Splits;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Reports;
using CodegenBert.Training.Trials;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

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
        _ = Recipe.From(task, options, [], validation is { Count: > 0 }); // an unusable option is said before anything is loaded
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
        using var series = new RunSeries(task, options, progress, cancellationToken) { Log = log };
        log.Enter(RunPart.Tokenize);
        EncodedRows encodedTrain = series.Encode(task, trainRows);
        EncodedRows? encodedValidation = validationRows is null ? null : series.Encode(task, validationRows);
        LogStart(logger, task.Name, trainRows.Count, validationRows?.Count ?? 0, encodedTrain.TruncatedRows);
        log.Data(encodedTrain, encodedValidation, row => validationRows?[row].Input);
        log.Enter(RunPart.Other);
        log.Settings(Recipe.From(task, options, [.. encodedTrain.Targets], encodedValidation is not null), options, series.Folder);
        LogPrecision(logger, task.Name, series.Precision!);
        (SequenceClassifier model, TrainingReport report) = TrainingRuns.Run(
            series, task, options, encodedTrain, encodedValidation, () => RowSplit.Of(task, trainRows, [0.9, 0.1], options.Seed));
        try
        {
            ConfidenceFit confidence = series.Confidence(task, model, encodedValidation);
            ClassifierRuntime classifier = series.Classifier(task, model);
            classifier.Rule = confidence.Rule;
            report = log.Complete(report with
            {
                Precision = series.Precision,
                Calibration = confidence.Calibration,
                Thresholds = confidence.Thresholds,
                ConfidencePasses = confidence.TrainedPasses,
                Seconds = report.Seconds + confidence.Seconds,
            });
            LogEnd(logger, task.Name, report.Epochs.Count, report.BestEpoch, report.Seconds);
            LogMemory(logger, task.Name, report.PeakMemoryBytes.GetValueOrDefault() / 1_000_000);
            LogSeeds(logger, report.Seeds);
            if (options.OutputFolder is not null)
            {
                classifier.Save(options.OutputFolder);
            }

            series.Forget();
            return new TrainingOutcome(classifier, report);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Trains and scores a task fold by fold; see <see cref="CrossValidationReport"/> for what is split how.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">All rows: each is scored by a model that has not seen it.</param>
    /// <param name="folds">How many folds, 2 or more.</param>
    /// <param name="options">The folds' options; the seed decides the folds too. Nothing is saved to the output folder.</param>
    /// <param name="progress">Is told of each step; null for none.</param>
    /// <param name="cancellationToken">Stops at the next batch boundary, and a download of the encoder at once.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds.</exception>
    /// <exception cref="DataFileException">Rows do not fit the task, or too few of them may part.</exception>
    /// <exception cref="CheckpointException">The encoder cannot be downloaded or loaded.</exception>
    /// <exception cref="TrainingException">An option is unusable.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static CrossValidationReport CrossValidate(
        TaskDefinition task,
        IReadOnlyList<LabeledTexts> rows,
        int folds,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<LabeledTexts> checkedRows = DatasetRuntime.Check(task, rows);
        if (checkedRows.Count == 0)
        {
            throw new TrainingException("There are no rows. Give at least one for each fold.");
        }

        using var series = new RunSeries(task, options, progress, cancellationToken);
        CrossValidationReport report = new CrossValidation(task, checkedRows, options, series).Run(folds);
        series.Forget();
        return report;
    }

    /// <summary>Searches for better values than the spec's on the validation rows; see <see cref="SearchReport"/> for how.</summary>
    /// <param name="task">The task; without phases.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide.</param>
    /// <param name="space">What is chosen from.</param>
    /// <param name="budget">How long it goes on.</param>
    /// <param name="options">The trials' options. Nothing is saved to the output folder, and no states of single trials.</param>
    /// <param name="progress">Is told of each step; null for none.</param>
    /// <param name="cancellationToken">Stops at the next batch boundary, and a download of the encoder at once.</param>
    /// <exception cref="DataFileException">Rows do not fit the task.</exception>
    /// <exception cref="CheckpointException">The encoder cannot be downloaded or loaded.</exception>
    /// <exception cref="TrainingException">There are no training or validation rows, an option is unusable, or the spec has phases.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static SearchReport Search(
        TaskDefinition task,
        IReadOnlyList<LabeledTexts> train,
        IReadOnlyList<LabeledTexts> validation,
        SearchSpace space,
        SearchBudget budget,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<LabeledTexts> trainRows = DatasetRuntime.Check(task, train), validationRows = DatasetRuntime.Check(task, validation);
        if (trainRows.Count == 0 || validationRows.Count == 0)
        {
            throw new TrainingException($"A search needs rows to learn from and validation rows to compare on; there are {trainRows.Count} and {validationRows.Count}.");
        }

        if (task.Phases.Count > 0)
        {
            throw new TrainingException($"{task.SpecPath} has phases, each with a freezing of its own; a search tries one freezing at a time. Search with a spec that has 'freeze' in their place.");
        }

        if (budget.Trials < 1)
        {
            throw new TrainingException($"The budget's Trials is {budget.Trials}; allowed is 1 or more.");
        }

        TrainingOptions quiet = options with { Checkpoints = null, OutputFolder = null };
        using var table = new TrialTable(budget.Folder);
        using var series = new RunSeries(task, quiet, progress, cancellationToken);
        return new RecipeSearch(task, trainRows, validationRows, quiet, series, budget, table).Run(space);
    }

    private static void LogSeeds(ILogger logger, SeedsReport? seeds)
    {
        if (seeds is { ChosenByValidation: true })
        {
            LogBestSeed(logger, seeds.Runs.Count, seeds.KeptSeed, seeds.Metric, seeds.Mean!.Value, seeds.StandardDeviation ?? 0, seeds.Runs.Count(run => run.Degeneration != Degeneration.None));
        }
        else if (seeds is not null)
        {
            LogFirstSeed(logger, seeds.Runs.Count, seeds.KeptSeed);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Task}: training on {Rows} rows, validating on {ValidationRows}; {Truncated} training rows are longer than max_length and were cut.")]
    private static partial void LogStart(ILogger logger, string task, int rows, int validationRows, int truncated);

    [LoggerMessage(2, LogLevel.Information, "{Task}: {Epochs} epochs, the best is {Best}, {Seconds:F1} s.")]
    private static partial void LogEnd(ILogger logger, string task, int epochs, int best, double seconds);

    [LoggerMessage(7, LogLevel.Information, "Of {Count} seeds, {Kept} is the best on the validation rows and is kept: {Metric} has the mean {Mean:F4} and the standard deviation {Deviation:F4}; {Degenerate} runs failed to learn.")]
    private static partial void LogBestSeed(ILogger logger, int count, int kept, ValidationMetric metric, double mean, double deviation, int degenerate);

    [LoggerMessage(60, LogLevel.Information, "{Task}: the encoder computes in {Precision}.")]
    private static partial void LogPrecision(ILogger logger, string task, PrecisionChoice precision);

    [LoggerMessage(61, LogLevel.Information, "{Task}: at most {Megabytes} MB of memory were resident, from the process's start.")]
    private static partial void LogMemory(ILogger logger, string task, long megabytes);

    [LoggerMessage(8, LogLevel.Warning, "{Count} seeds were run, but there are no validation rows to tell which is the best: the first, {Kept}, is kept. Give validation rows, or run one seed.")]
    private static partial void LogFirstSeed(ILogger logger, int count, int kept);
}
