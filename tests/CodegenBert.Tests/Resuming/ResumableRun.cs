using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Trials;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Tests.Resuming;

/// <summary>The run that is interrupted: small, with everything in it that must come back (dropout, several epochs, the best of them, a schedule).</summary>
internal static class ResumableRun
{
    public static readonly string[] Kinds = ["none", "embeddings", "bottom: 1", "all_but_top: 1", "all", "phases"];

    /// <summary>Those that processes are killed in: <see cref="Kinds"/>, the freezing that is found, and folds.</summary>
    public static readonly IReadOnlyList<string> KilledKinds = [.. Kinds, "auto", Folds];

    private const string Folds = "folds";

    /// <summary>The task of a kind: a freezing, or phases with three.</summary>
    public static TaskDefinition Task(string kind)
    {
        var head = new HeadDefinition { Pooling = [Pooling.Pooler, Pooling.Mean], Hidden = [8] };
        return kind != "phases" ? TinyTask.Sentiment(Freezings.Parse(kind), head) : TinyTask.Sentiment(null, head) with
        {
            Phases = [new(2, new(FreezeKind.All)), new(2, new(FreezeKind.AllButTop, 1)) { LearningRate = 5e-4 }, new(1, FreezePlan.None), new(1, new(FreezeKind.Bottom, 1))],
        };
    }

    /// <summary>What comes of a run of a kind, to be compared: the saved weights, or of folds their epochs and losses.</summary>
    public static byte[] Result(string kind, string encoder, string? states, ILogger? logger = null, IProgress<TrainingProgress>? progress = null)
    {
        if (kind != Folds)
        {
            return Train(kind, encoder, states, logger, progress).Weights;
        }

        CrossValidationReport report = TrainerRuntime.CrossValidate(Task("all_but_top: 1"), Rows(64, 1), 3, Options(encoder, states, logger), progress);
        return [.. report.Folds.SelectMany(fold => ((double[])[fold.BestEpoch, fold.Value, fold.Test.Loss]).Append(report.Pooled.Loss).SelectMany(BitConverter.GetBytes))];
    }

    /// <summary>Trains with states in a folder, and gives what was saved at the end.</summary>
    public static (byte[] Weights, TrainingReport Report) Train(
        string kind, string encoder, string? states, ILogger? logger = null, IProgress<TrainingProgress>? progress = null, Func<TinyOptions, TinyOptions>? change = null, CancellationToken cancellation = default)
    {
        TinyOptions options = Options(encoder, states, logger);
        using TrainingOutcome outcome = TrainerRuntime.Train(Task(kind), Rows(64, 1), Rows(24, 2), change?.Invoke(options) ?? options, progress, cancellation);
        return (SavedWeights.Of(outcome.Classifier), outcome.Report);
    }

    private static TinyOptions Options(string encoder, string? states, ILogger? logger) =>
        new(new TrainingDefaults { Epochs = 6, BatchSize = 4, LearningRate = 1e-3, HeadLearningRate = 1e-2, GradientAccumulation = 2 })
        {
            EncoderPath = encoder,
            RepresentationCache = null,
            Logger = logger,
            Checkpoints = states is null ? null : new TrainingCheckpoints(states) { EverySteps = 2 },
        };

    private static LabeledTexts[] Rows(int count, int seed) => [.. TinyTask.Rows(count, seed).Select((row, i) => row with { Weight = i % 5 == 0 ? 2 : 1 })];
}
