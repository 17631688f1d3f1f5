namespace CodegenBert.Training.Reports;

/// <summary>One step of the optimiser.</summary>
/// <param name="Step">1-based number in the run.</param>
/// <param name="Epoch">1-based epoch.</param>
/// <param name="Loss">The batch's mean loss before the update, with dropout, class weights and label smoothing.</param>
/// <param name="LearningRate">The head's learning rate.</param>
/// <param name="GradientNorm">The norm of all gradients before clipping.</param>
public readonly record struct StepReport(int Step, int Epoch, double Loss, double LearningRate, double GradientNorm);
