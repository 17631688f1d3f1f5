using System.Globalization;
using CodegenBert.Training;

namespace CodegenBert.Samples.CommandLine.Progress;

/// <summary>A moment of a training run in words.</summary>
internal static class ProgressText
{
    /// <summary>What is being done: the epoch, or the stage.</summary>
    /// <param name="progress">The moment.</param>
    public static string Stage(TrainingProgress progress) => progress.Stage switch
    {
        TrainingStage.Encoding => "encoding",
        TrainingStage.Validating => Invariant($"epoch {progress.Epoch}/{progress.Epochs} validating"),
        _ => Invariant($"epoch {progress.Epoch}/{progress.Epochs}"),
    };

    /// <summary>How far it is and how fast it goes.</summary>
    /// <param name="progress">The moment.</param>
    public static string Figures(TrainingProgress progress) => string.Join("  ", Parts(progress));

    /// <summary>An epoch that has ended, by its first two validation figures.</summary>
    /// <param name="epoch">The epoch; it has validation figures.</param>
    public static string Epoch(EpochReport epoch) =>
        Invariant($"epoch {epoch.Epoch} validation: loss {epoch.Validation!.Loss:F4}, ") + string.Join(", ", epoch.Validation.Figures.Take(2).Select(figure => Invariant($"{figure.Name} {figure.Value:F4}")));

    /// <summary>The time that is left.</summary>
    /// <param name="remaining">The time.</param>
    public static string Left(TimeSpan remaining) => remaining.TotalHours >= 1
        ? Invariant($"{(int)remaining.TotalHours}:{remaining:mm\\:ss} left")
        : Invariant($"{remaining:m\\:ss} left");

    private static IEnumerable<string> Parts(TrainingProgress progress)
    {
        yield return Invariant($"step {progress.Step}/{progress.Steps}");
        if (progress.Loss is { } loss)
        {
            yield return Invariant($"loss {loss:F4}");
        }

        if (progress.LearningRate is { } rate)
        {
            yield return Invariant($"rate {rate:0.00e-0}");
        }

        yield return Invariant($"{progress.TextsPerSecond:F0} texts/s");
        if (progress.Remaining is { } remaining)
        {
            yield return Left(remaining);
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
