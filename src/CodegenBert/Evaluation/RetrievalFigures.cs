namespace CodegenBert.Evaluation;

/// <summary>Precision, recall and F1, averaged in one of several ways.</summary>
/// <param name="Precision">True positives among the predicted.</param>
/// <param name="Recall">True positives among the actual.</param>
/// <param name="F1">Harmonic mean of both.</param>
public readonly record struct RetrievalFigures(double Precision, double Recall, double F1)
{
    /// <summary>The figures of some decisions; a ratio 0/0 is 0.</summary>
    /// <param name="hits">Predicted and actual.</param>
    /// <param name="predicted">Predicted.</param>
    /// <param name="actual">Actual.</param>
    internal static RetrievalFigures Of(long hits, long predicted, long actual) =>
        new(Ratio(hits, predicted), Ratio(hits, actual), Ratio(2 * hits, predicted + actual));

    /// <summary>The mean of several, each figure by itself.</summary>
    /// <param name="figures">One or more.</param>
    internal static RetrievalFigures Mean(IReadOnlyCollection<RetrievalFigures> figures) =>
        new(figures.Average(one => one.Precision), figures.Average(one => one.Recall), figures.Average(one => one.F1));

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
