namespace CodegenBert.Evaluation;

/// <summary>
/// How right a classifier is where it decides only about the rows of which it is surest (selective classification: Geifman and El-Yaniv 2017). Rows that are equally sure are
/// taken or left together, as a probability below which nothing is decided does it; so the coverage can be higher than the one that was asked for.
/// </summary>
/// <param name="Asked">The share of rows that was asked for, 0 to 1.</param>
/// <param name="Coverage">The share of rows that are decided: the least that can be had that is no lower than <paramref name="Asked"/>.</param>
/// <param name="Rows">The number of rows that are decided.</param>
/// <param name="Accuracy">The share of the decided rows whose most probable label is theirs.</param>
/// <param name="AbstainBelow">The lowest probability of a decided row's most probable label: the value of <c>abstain_below</c> that gives this point.</param>
public sealed record CoveragePoint(double Asked, double Coverage, int Rows, double Accuracy, double AbstainBelow);
