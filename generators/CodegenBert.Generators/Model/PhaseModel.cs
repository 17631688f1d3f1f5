namespace CodegenBert.Generators.Model;

/// <summary>A part of a run with a freezing of its own.</summary>
/// <param name="Epochs">Passes over the training rows.</param>
/// <param name="Freeze">Which part of the encoder is fixed meanwhile; not auto.</param>
/// <param name="LearningRate">The encoder's rate; null for the run's.</param>
/// <param name="HeadLearningRate">The head's rate; null for the run's.</param>
internal sealed record PhaseModel(int Epochs, FreezeModel Freeze, double? LearningRate, double? HeadLearningRate);
