using CodegenBert.Training;

namespace CodegenBert.Samples.CommandLine.Progress;

/// <summary>Lines for a file or a pipe: the first moment, the end of each epoch, and on the way one about every tenth of an epoch, but not more than one a second.</summary>
/// <param name="output">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressLines(TextWriter output, TimeProvider time) : TrainingDisplay(time)
{
    private const int LinesOfEpoch = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private (TrainingStage Stage, int Epoch, int Part) _last = (default, -1, 0);

    /// <inheritdoc />
    public override void Dispose()
    {
    }

    /// <inheritdoc />
    protected override bool IsDue(TrainingProgress progress, TimeSpan since)
    {
        bool ends = progress.Step == progress.Steps && progress.Stage != TrainingStage.Validating;
        return ends || (since >= Pause && Part(progress) != _last);
    }

    /// <inheritdoc />
    protected override void Show(TrainingProgress progress)
    {
        _last = Part(progress);
        output.WriteLine($"{ProgressText.Stage(progress)}  {ProgressText.Figures(progress)}");
    }

    /// <inheritdoc />
    protected override void ShowEnd(EpochReport epoch)
    {
        if (epoch.Validation is not null)
        {
            output.WriteLine(ProgressText.Epoch(epoch));
        }
    }

    /// <inheritdoc />
    protected override void ShowText(string text) => output.WriteLine(text);

    private static (TrainingStage Stage, int Epoch, int Part) Part(TrainingProgress progress) =>
        (progress.Stage, progress.Epoch, (int)((long)LinesOfEpoch * progress.Step / Math.Max(1, progress.Steps)));
}
