namespace CodegenBert.Evaluation;

/// <summary>What a confusion matrix says: the figures that need counts alone, in scikit-learn's definitions.</summary>
internal sealed class ConfusionCounts
{
    private readonly int[][] _confusion;
    private readonly long[] _actual;
    private readonly long[] _predicted;
    private readonly long _rows;

    /// <summary>Sums the matrix up.</summary>
    /// <param name="confusion">Rows of actual class i that were predicted as class j.</param>
    public ConfusionCounts(int[][] confusion)
    {
        _confusion = confusion;
        _actual = [.. confusion.Select(row => row.Sum(count => (long)count))];
        _predicted = [.. confusion.Select((_, j) => confusion.Sum(row => (long)row[j]))];
        _rows = _actual.Sum();
        Correct = confusion.Select((row, i) => row[i]).Sum();
    }

    /// <summary>Rows whose predicted class is theirs.</summary>
    public int Correct { get; }

    /// <summary>One class's figures.</summary>
    /// <param name="index">The class.</param>
    /// <param name="label">Its text.</param>
    public ClassReport Class(int index, string label)
    {
        int hits = _confusion[index][index];
        double precision = Ratio(hits, _predicted[index]);
        double recall = Ratio(hits, _actual[index]);
        double f1 = Ratio(2.0 * hits, _predicted[index] + _actual[index]);
        return new(label, precision, recall, f1, (int)_actual[index]);
    }

    /// <summary>Matthews' correlation coefficient for several classes (Gorodkin 2004); 0 where it is not defined.</summary>
    public double Matthews()
    {
        double rows = (double)_rows * _rows;
        double covariance = ((double)Correct * _rows) - Products(_actual, _predicted);
        double spread = Math.Sqrt(rows - Products(_actual, _actual)) * Math.Sqrt(rows - Products(_predicted, _predicted));
        return Ratio(covariance, spread);
    }

    /// <summary>Cohen's kappa; null where chance alone would always agree.</summary>
    public double? Kappa()
    {
        double rows = (double)_rows * _rows;
        double chance = Products(_actual, _predicted);
        return rows == chance ? null : (((double)Correct * _rows) - chance) / (rows - chance);
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private static double Products(long[] left, long[] right) => left.Zip(right, (l, r) => (double)l * r).Sum();
}
