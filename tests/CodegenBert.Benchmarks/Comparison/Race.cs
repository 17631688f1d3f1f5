using System.Globalization;

namespace CodegenBert.Benchmarks.Comparison;

/// <summary>Both sides in turns, A B A B: what slows the machine down slows both. The ratio is taken within each pair.</summary>
/// <param name="Ours">The product's turns.</param>
/// <param name="Rival">The rival's, each after the product's of the same place.</param>
/// <param name="Ceiling">What the machine's matrix product allowed meanwhile, GFLOP/s: the median of measurements before each turn.</param>
internal sealed record Race(IReadOnlyList<Turn> Ours, IReadOnlyList<Turn> Rival, double Ceiling)
{
    /// <summary>How often we are as fast as the rival, by useful tokens a second, pair by pair.</summary>
    public IReadOnlyList<double> Ratios { get; } = [.. Ours.Zip(Rival, (own, other) => own.Rate / other.Rate)];

    /// <summary>Runs both.</summary>
    /// <param name="repeats">How many pairs.</param>
    /// <param name="ours">The product's turn; told its number.</param>
    /// <param name="rival">The rival's turn.</param>
    public static Race Run(int repeats, Func<int, Turn> ours, Func<int, Turn> rival)
    {
        List<Turn> own = [], others = [];
        List<double> ceilings = [];
        for (int i = 0; i < repeats; i++)
        {
            ceilings.Add(MatrixCeiling.Measure());
            own.Add(ours(i));
            ceilings.Add(MatrixCeiling.Measure());
            others.Add(rival(i));
        }

        return new(own, others, Median.Of(ceilings));
    }

    /// <summary>Rates, padding and shares of the ceiling of both sides.</summary>
    /// <param name="work">What a useful token costs where nothing is saved.</param>
    public string Describe(TokenWork work) => $"ours {Side(Ours, work)}; rival {Side(Rival, work)}; ceiling {Ceiling.ToString("F0", CultureInfo.InvariantCulture)} GFLOP/s";

    private string Side(IReadOnlyList<Turn> turns, TokenWork work)
    {
        double rate = Median.Of(turns.Select(turn => turn.Rate)), padded = turns.Sum(turn => turn.Computed) / (double)turns.Sum(turn => turn.Useful);
        return string.Create(CultureInfo.InvariantCulture, $"{rate:F0} useful tokens/s ({turns.Sum(turn => turn.Useful)} useful, {turns.Sum(turn => turn.Computed)} computed, {padded:F2} each; {rate * work.Flops / 1e9 / Ceiling:P0} of the ceiling)");
    }
}
