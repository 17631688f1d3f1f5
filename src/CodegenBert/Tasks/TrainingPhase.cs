namespace CodegenBert.Tasks;

/// <summary>
/// A part of a run with a freezing of its own, as in gradual unfreezing (Howard and Ruder 2018, "Universal Language Model Fine-tuning", section 3.3). Each phase
/// has a schedule of its own, with warm-up and decline over its steps. Parameters that the phase before trained too keep the optimiser's state (moments and count of
/// steps); others begin with none. What a phase freezes is encoded with the weights that it has when the phase begins. Early stopping ends the phase, not the run;
/// the best epoch is chosen among those of all phases.
/// </summary>
/// <param name="Epochs">Passes over the training rows.</param>
/// <param name="Freeze">Which part of the encoder is fixed meanwhile; not <see cref="FreezeKind.Auto"/>.</param>
public sealed record TrainingPhase(int Epochs, FreezePlan Freeze)
{
    /// <summary>Peak learning rate of the encoder's trained part in this phase; null for the run's.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Peak learning rate of the head in this phase; null for the run's.</summary>
    public double? HeadLearningRate { get; init; }
}
