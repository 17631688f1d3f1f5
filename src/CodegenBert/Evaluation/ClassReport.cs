namespace CodegenBert.Evaluation;

/// <summary>Precision, recall and F1 of one class, in scikit-learn's definitions; a ratio 0/0 is 0.</summary>
/// <param name="Label">The class's text.</param>
/// <param name="Precision">True positives among the predicted.</param>
/// <param name="Recall">True positives among the actual.</param>
/// <param name="F1">Harmonic mean of both.</param>
/// <param name="Support">Actual rows of the class.</param>
public sealed record ClassReport(string Label, double Precision, double Recall, double F1, int Support);
