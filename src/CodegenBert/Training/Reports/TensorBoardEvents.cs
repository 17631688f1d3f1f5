using System.Globalization;
using CodegenBert.Evaluation;

namespace CodegenBert.Training.Reports;

/// <summary>
/// A run's figures as TensorBoard reads them: <c>train/loss</c>, <c>train/learning_rate</c> and <c>train/gradient_norm</c> of each step, <c>train/epoch_loss</c> and
/// <c>validation/…</c> (<see cref="EvaluationReport.Figures"/>) of each epoch, at the run's step.
/// </summary>
internal sealed class TensorBoardEvents : IDisposable
{
    private readonly EventFile _file;

    private TensorBoardEvents(EventFile file) => _file = file;

    /// <summary>Begins a file in a folder, which is made if it is missing. A run has a file of its own; TensorBoard calls it by its folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="started">When the run began.</param>
    /// <exception cref="TrainingException">It cannot be written.</exception>
    public static TensorBoardEvents Begin(string folder, DateTimeOffset started)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{started.ToUnixTimeSeconds()}.{Environment.MachineName}.{Environment.ProcessId}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            return new(new EventFile(new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{folder}: TensorBoard's events cannot be written there: {e.Message} Give another {nameof(TrainingOptions.TensorBoardFolder)}, or none.", e);
        }
    }

    /// <summary>A step.</summary>
    /// <exception cref="IOException">The disk is full, or gone.</exception>
    public void Step(StepReport step) => _file.Write(
        step.Step, [("train/loss", step.Loss), ("train/learning_rate", step.LearningRate), ("train/gradient_norm", step.GradientNorm)]);

    /// <summary>An epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="step">Steps so far in the run.</param>
    /// <exception cref="IOException">The disk is full, or gone.</exception>
    public void Epoch(EpochReport epoch, int step) => _file.Write(
        step, [("train/epoch_loss", epoch.TrainingLoss), .. (epoch.Validation?.Figures ?? []).Select(figure => ($"validation/{figure.Name}", figure.Value))]);

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
