namespace CodegenBert.Evaluation;

/// <summary>Counts predictions by their probability, in equal bins (lo, hi].</summary>
internal sealed class ReliabilityBins
{
    /// <summary>As many as in Guo et al. 2017.</summary>
    public const int Count = 15;

    private readonly (int Predictions, int True, double Probability)[] _bins = new (int, int, double)[Count];

    /// <summary>Mean distance between a bin's share and its mean probability, weighted by predictions; null without any.</summary>
    public double? CalibrationError => _bins.Sum(bin => bin.Predictions) is > 0 and int all ? _bins.Sum(bin => Math.Abs(bin.True - bin.Probability)) / all : null;

    /// <summary>Counts a prediction.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <param name="cameTrue">Whether it is right.</param>
    public void Add(double probability, bool cameTrue)
    {
        ref (int Predictions, int True, double Probability) bin = ref _bins[Math.Clamp((int)Math.Ceiling(probability * Count) - 1, 0, Count - 1)];
        bin = (bin.Predictions + 1, bin.True + (cameTrue ? 1 : 0), bin.Probability + probability);
    }

    /// <summary>The bins from 0 to 1; none without predictions.</summary>
    public IReadOnlyList<ReliabilityBin> ToList() => CalibrationError is null ? [] :
    [
        .. _bins.Select((bin, i) => new ReliabilityBin(
            (double)i / Count, (double)(i + 1) / Count, bin.Predictions, bin.Predictions == 0 ? 0 : bin.Probability / bin.Predictions, bin.Predictions == 0 ? 0 : (double)bin.True / bin.Predictions)),
    ];
}
