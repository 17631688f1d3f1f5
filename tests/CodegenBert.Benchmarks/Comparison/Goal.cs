using System.Globalization;

namespace CodegenBert.Benchmarks.Comparison;

/// <summary>What a measured value is to be.</summary>
/// <param name="Bound">The bound.</param>
/// <param name="IsLeast">Whether the value is to be at least that; else at most.</param>
internal sealed record Goal(double Bound, bool IsLeast)
{
    public static Goal AtLeast(double bound) => new(bound, true);

    public static Goal AtMost(double bound) => new(bound, false);

    /// <summary>Whether a value is good enough.</summary>
    public bool IsReachedBy(double value) => IsLeast ? value >= Bound : value <= Bound;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsLeast ? ">=" : "<=")} {Bound:0.##}");
}
