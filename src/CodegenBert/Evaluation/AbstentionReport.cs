namespace CodegenBert.Evaluation;

/// <summary>What becomes of the rows where predictions below a probability are undecided.</summary>
/// <param name="Below">The probability.</param>
/// <param name="Undecided">The share of rows whose most probable label's probability is lower.</param>
/// <param name="DecidedRows">The number of the other rows.</param>
/// <param name="DecidedAccuracy">The share of these whose most probable label is theirs; null where nothing is decided.</param>
public sealed record AbstentionReport(double Below, double Undecided, int DecidedRows, double? DecidedAccuracy);
