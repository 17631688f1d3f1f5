namespace CodegenBert.Tasks;

/// <summary>A part of a run with a freezing of its own, as in gradual unfreezing (Howard and Ruder 2018, "Universal Language Model Fine-tuning", section 3.3).</summary>
/// <param name="Epochs">Passes over the training rows.</param>
/// <param name="Freeze">Which part of the encoder is fixed meanwhile; not <see cref="FreezeKind.Auto"/>.</param>
public sealed record TrainingPhase(int Epochs, FreezePlan Freeze)
{
    /// <summary>Peak learning rate of the encoder's trained part in this phase; null for the run's.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Peak learning rate of the head in this phase; null for the run's.</summary>
    public double? HeadLearningRate { get; init; }
}
