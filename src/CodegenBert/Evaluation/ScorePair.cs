namespace CodegenBert.Evaluation;

/// <summary>One row's score as the data and as the model have it.</summary>
/// <param name="Actual">What the row says.</param>
/// <param name="Predicted">The raw score, before it is clipped into its range.</param>
public readonly record struct ScorePair(double Actual, double Predicted);
