namespace CodegenBert.Evaluation;

/// <summary>What can be said of a classifier that may leave its least sure rows undecided (Geifman and El-Yaniv 2017, section 2).</summary>
internal sealed class SelectiveFigures
{
    /// <summary>The coverages of the table, in per cent.</summary>
    private static readonly int[] Coverages = [100, 95, 90, 80, 70, 50];

    private readonly List<(double Probability, bool Right)> _rows = [];

    /// <summary>Counts a row.</summary>
    /// <param name="probability">Of its most probable label.</param>
    /// <param name="right">Whether that is its label.</param>
    public void Add(double probability, bool right) => _rows.Add((probability, right));

    /// <summary>The accuracy at some coverages, from all rows to half of them, and the area under the curve of risk over coverage; null without rows.</summary>
    /// <remarks>
    /// The area is the mean, over k = 1 to all rows, of the share of wrong ones among the k surest (Geifman et al. 2019, "Bias-Reduced Uncertainty Estimation for Deep Neural
    /// Classifiers", section 2); among equally sure rows that cut can fall anywhere, and each order of them is as likely as the others.
    /// </remarks>
    public (IReadOnlyList<CoveragePoint> Points, double Area)? Curve()
    {
        if (_rows.Count == 0)
        {
            return null;
        }

        (int Rows, int Right, double Probability)[] groups = Groups();
        double area = 0;
        int rows = 0, wrong = 0;
        foreach ((int upTo, int right, _) in groups)
        {
            int size = upTo - rows, errors = upTo - right - wrong;
            for (int taken = 1; taken <= size; taken++)
            {
                area += (wrong + ((double)errors * taken / size)) / (rows + taken);
            }

            (rows, wrong) = (upTo, upTo - right);
        }

        return ([.. Coverages.Select(percent => PointAt(percent, groups))], area / _rows.Count);
    }

    /// <summary>What a bound does.</summary>
    /// <param name="below">The probability below which nothing is decided.</param>
    public AbstentionReport At(float below)
    {
        (double Probability, bool Right)[] decided = [.. _rows.Where(row => row.Probability >= below)];
        return new(
            below,
            (double)(_rows.Count - decided.Length) / _rows.Count,
            decided.Length,
            decided.Length == 0 ? null : (double)decided.Count(row => row.Right) / decided.Length);
    }

    /// <summary>For each probability that occurs, the highest first: how many rows have it or a higher one, and how many of them are right.</summary>
    private (int Rows, int Right, double Probability)[] Groups()
    {
        List<(int Rows, int Right, double Probability)> groups = [];
        int rows = 0, right = 0;
        foreach ((double probability, bool isRight) in _rows.OrderByDescending(row => row.Probability))
        {
            (rows, right) = (rows + 1, right + (isRight ? 1 : 0));
            if (groups.Count > 0 && groups[^1].Probability == probability)
            {
                groups.RemoveAt(groups.Count - 1);
            }

            groups.Add((rows, right, probability));
        }

        return [.. groups];
    }

    private CoveragePoint PointAt(int percent, (int Rows, int Right, double Probability)[] groups)
    {
        long least = (((long)percent * _rows.Count) + 99) / 100;
        (int rows, int right, double probability) = groups.First(group => group.Rows >= least);
        return new(percent / 100.0, (double)rows / _rows.Count, rows, (double)right / rows, probability);
    }
}
