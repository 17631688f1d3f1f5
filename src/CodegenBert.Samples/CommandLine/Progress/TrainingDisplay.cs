using CodegenBert.Training;
using Spectre.Console;

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

    /// <summary>Runs a training and shows it: a live view on a terminal, a bar on one that can only go back to the start of a line, lines in a file or a pipe.</summary>
    /// <typeparam name="T">What the training gives.</typeparam>
    /// <param name="output">Where to.</param>
    /// <param name="terminalWidth">Characters in a line of the terminal; null if it is none.</param>
    /// <param name="train">Trains, and reports to the display.</param>
    public static T Run<T>(TextWriter output, int? terminalWidth, Func<TrainingDisplay, T> train)
    {
        if (terminalWidth is not { } width)
        {
            using ProgressLines lines = new(output, TimeProvider.System);
            return train(lines);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (console.Profile.Capabilities is { Ansi: true, Interactive: true })
        {
            return LiveView.Run(console, TimeProvider.System, train);
        }

        using ProgressBar bar = new(output, width, TimeProvider.System);
        return train(bar);
    }

    /// <inheritdoc />
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_gate)
        {
            if (value.Ended is { } epoch)
            {
                ShowEnd(epoch);
                return;
            }

            TimeSpan since = _shown is { } before ? time.GetElapsedTime(before) : TimeSpan.MaxValue;
            if (IsDue(value, since))
            {
                _shown = time.GetTimestamp();
                Show(value);
            }
        }
    }

    /// <summary>Shows a line of text that stays.</summary>
    /// <param name="text">The line, or several.</param>
    public void Say(string text)
    {
        lock (_gate)
        {
            ShowText(text);
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

    /// <summary>Shows an epoch that has ended.</summary>
    /// <param name="epoch">The epoch.</param>
    protected abstract void ShowEnd(EpochReport epoch);

    /// <summary>Shows a text that stays.</summary>
    /// <param name="text">A line, or several.</param>
    protected abstract void ShowText(string text);
}
