namespace CodegenBert.Evaluation;

/// <summary>Bounds between which a share lies with 95 % confidence.</summary>
/// <param name="Lower">The lower bound.</param>
/// <param name="Upper">The upper bound.</param>
public readonly record struct ConfidenceInterval(double Lower, double Upper)
{
    /// <summary>The 97.5 % point of the standard normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>
    /// The score interval of a proportion (Wilson 1927), which unlike the usual p ± z·s stays within 0 and 1 and holds for few rows and for shares near 0 or 1.
    /// </summary>
    /// <param name="successes">How often it came true.</param>
    /// <param name="trials">How often it was tried, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or the successes are not among them.</exception>
    public static ConfidenceInterval Wilson(int successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double n = trials;
        double p = successes / n;
        double centre = (p + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        double half = Z / (1 + (Z * Z / n)) * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));

        // At the ends the bound is the end itself; rounding would leave 1e-17 beside it.
        return new(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
