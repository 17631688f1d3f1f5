using CodegenBert.Training;

namespace CodegenBert.Samples.CommandLine.Progress;

/// <summary>
/// Shows how a training run gets on. It shows at once and on the caller's thread: <see cref="Progress{T}"/> would post each report to the
/// thread pool, where they overtake one another and outlive the run.
/// </summary>
/// <param name="time">The clock.</param>
internal abstract class TrainingDisplay(TimeProvider time) : IProgress<TrainingProgress>, IDisposable
{
    private readonly Lock _gate = new();
    private long? _shown;

    /// <summary>A bar on a terminal, lines in a file or a pipe.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="terminalWidth">Characters in a line of the terminal; null if it is none.</param>
    public static TrainingDisplay On(TextWriter output, int? terminalWidth) => terminalWidth is { } width
        ? new ProgressBar(output, width, TimeProvider.System)
        : new ProgressLines(output, TimeProvider.System);

    /// <inheritdoc />
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_gate)
        {
            TimeSpan since = _shown is { } before ? time.GetElapsedTime(before) : TimeSpan.MaxValue;
            if (IsDue(value, since))
            {
                _shown = time.GetTimestamp();
                Show(value);
            }
        }
    }

    /// <summary>Ends what is shown.</summary>
    public abstract void Dispose();

    /// <summary>Whether a moment is worth showing.</summary>
    /// <param name="progress">The moment.</param>
    /// <param name="since">Time since the last that was shown; the maximum before the first.</param>
    protected abstract bool IsDue(TrainingProgress progress, TimeSpan since);

    /// <summary>Shows a moment.</summary>
    /// <param name="progress">The moment.</param>
    protected abstract void Show(TrainingProgress progress);
}
