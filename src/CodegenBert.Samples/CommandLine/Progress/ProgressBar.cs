using CodegenBert.Training;

namespace CodegenBert.Samples.CommandLine.Progress;

/// <summary>One line of a terminal that is drawn again and again.</summary>
/// <param name="output">The terminal.</param>
/// <param name="width">Characters in its line.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressBar(TextWriter output, int width, TimeProvider time) : TrainingDisplay(time)
{
    private const int BarWidth = 20;

    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    private int _drawn;

    /// <inheritdoc />
    public override void Dispose()
    {
        if (_drawn > 0)
        {
            output.WriteLine();
        }

        _drawn = 0;
    }

    /// <inheritdoc />
    protected override void ShowEnd(EpochReport epoch)
    {
        if (epoch.Validation is not null)
        {
            ShowText(ProgressText.Epoch(epoch));
        }
    }

    /// <inheritdoc />
    protected override void ShowText(string text)
    {
        output.Write($"\r{new string(' ', _drawn)}\r{text}");
        output.WriteLine();
        _drawn = 0;
    }

    /// <inheritdoc />
    protected override bool IsDue(TrainingProgress progress, TimeSpan since) =>
        since >= Redraw || (progress.Stage == TrainingStage.Training && progress.Step == progress.Steps);

    /// <inheritdoc />
    protected override void Show(TrainingProgress progress)
    {
        int full = progress.Steps == 0 ? 0 : (int)((long)BarWidth * Math.Min(progress.Step, progress.Steps) / progress.Steps);
        string bar = new string('#', full).PadRight(BarWidth, '.');
        string line = $"{ProgressText.Stage(progress)} [{bar}] {ProgressText.Figures(progress)}";

        // A line that reaches the last column would wrap, and could then not be drawn over.
        line = line[..Math.Min(line.Length, Math.Max(1, width - 1))];
        output.Write($"\r{line.PadRight(_drawn)}");
        output.Flush();
        _drawn = line.Length;
    }
}
