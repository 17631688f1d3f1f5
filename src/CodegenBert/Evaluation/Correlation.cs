namespace CodegenBert.Evaluation;

/// <summary>How closely two series go together, as SciPy's <c>pearsonr</c> and <c>spearmanr</c> have it.</summary>
internal static class Correlation
{
    /// <summary>The linear correlation, -1 to 1; null where a series is constant.</summary>
    /// <param name="left">One series.</param>
    /// <param name="right">The other, of the same length.</param>
    public static double? Pearson(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        if (IsConstant(left) || IsConstant(right))
        {
            return null;
        }

        double leftMean = left.Average(), rightMean = right.Average(), product = 0, leftSquares = 0, rightSquares = 0;
        for (int i = 0; i < left.Count; i++)
        {
            double x = left[i] - leftMean, y = right[i] - rightMean;
            product += x * y;
            leftSquares += x * x;
            rightSquares += y * y;
        }

        // Rounding may leave 1e-16 beyond the ends.
        return Math.Clamp(product / (Math.Sqrt(leftSquares) * Math.Sqrt(rightSquares)), -1, 1);
    }

    /// <summary>The correlation of the ranks, -1 to 1; null where a series is constant.</summary>
    /// <param name="left">One series.</param>
    /// <param name="right">The other, of the same length.</param>
    public static double? Spearman(IReadOnlyList<double> left, IReadOnlyList<double> right) => Pearson(Ranks(left), Ranks(right));

    private static bool IsConstant(IReadOnlyList<double> values) => values.All(value => value == values[0]);

    /// <summary>Ranks from 1; equal values share the mean of theirs.</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        double[] ranks = new double[values.Count];
        for (int from = 0, to; from < order.Length; from = to)
        {
            to = from + 1;
            while (to < order.Length && values[order[to]] == values[order[from]])
            {
                to++;
            }

            foreach (int i in order.AsSpan(from, to - from))
            {
                ranks[i] = (from + 1 + to) / 2.0;
            }
        }

        return ranks;
    }
}
