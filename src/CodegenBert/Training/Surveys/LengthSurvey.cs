namespace CodegenBert.Training.Surveys;

/// <summary>A bar of the histogram of lengths.</summary>
/// <param name="From">The shortest input that it counts, in ids.</param>
/// <param name="To">The longest.</param>
/// <param name="Rows">How many rows it counts.</param>
public readonly record struct LengthBin(int From, int To, int Rows);

/// <summary>How long inputs are, in ids with <c>[CLS]</c> and <c>[SEP]</c>. A quantile is the smallest length that at least that share of the rows does not exceed.</summary>
public sealed record LengthSurvey
{
    /// <summary>Bars of the histogram, at most.</summary>
    private const int MostBins = 40;

    /// <summary>The shortest.</summary>
    public required int Least { get; init; }

    /// <summary>Their mean.</summary>
    public required double Mean { get; init; }

    /// <summary>Half of the rows are not longer.</summary>
    public required int Median { get; init; }

    /// <summary>90 % of the rows are not longer.</summary>
    public required int Quantile90 { get; init; }

    /// <summary>99 % of the rows are not longer.</summary>
    public required int Quantile99 { get; init; }

    /// <summary>The longest.</summary>
    public required int Most { get; init; }

    /// <summary>Bars of equal width from the shortest on, the last of which holds all that is longer than twice the 99 % quantile.</summary>
    public required IReadOnlyList<LengthBin> Histogram { get; init; }

    /// <summary>Looks through lengths.</summary>
    /// <param name="lengths">One for each row, of one row or more.</param>
    internal static LengthSurvey Of(IEnumerable<int> lengths)
    {
        int[] sorted = [.. lengths.Order()];
        return new()
        {
            Least = sorted[0],
            Mean = sorted.Average(),
            Median = Quantile(sorted, 0.5),
            Quantile90 = Quantile(sorted, 0.9),
            Quantile99 = Quantile(sorted, 0.99),
            Most = sorted[^1],
            Histogram = Bins(sorted),
        };
    }

    private static int Quantile(int[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];

    private static LengthBin[] Bins(int[] sorted)
    {
        int least = sorted[0], most = Math.Min(sorted[^1], 2 * Quantile(sorted, 0.99));
        int width = (most - least + MostBins) / MostBins;
        int[] counts = new int[((most - least) / width) + 1];
        foreach (int length in sorted)
        {
            counts[Math.Min((length - least) / width, counts.Length - 1)]++;
        }

        return [.. counts.Select((rows, i) => new LengthBin(least + (i * width), i == counts.Length - 1 ? Math.Max(sorted[^1], least + (i * width)) : least + ((i + 1) * width) - 1, rows))];
    }
}
