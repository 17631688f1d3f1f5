namespace CodegenBert.Evaluation;

/// <summary>A bar of a reliability diagram (Guo et al. 2017, section 2): predictions of about one probability, and how often they come true.</summary>
/// <param name="From">The lowest probability, not included.</param>
/// <param name="To">The highest, included.</param>
/// <param name="Predictions">How many there are.</param>
/// <param name="Probability">Their mean probability; 0 without predictions.</param>
/// <param name="Share">The share of them that came true; 0 without predictions.</param>
public readonly record struct ReliabilityBin(double From, double To, int Predictions, double Probability, double Share);
