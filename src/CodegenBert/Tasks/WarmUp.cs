namespace CodegenBert.Tasks;

/// <summary>How long the learning rate rises linearly from zero: a fraction of all steps, or a number of steps.</summary>
public readonly record struct WarmUp
{
    private WarmUp(double fraction, int steps) => (Fraction, StepCount) = (fraction, steps);

    /// <summary>Fraction of all steps, 0 to 1; 0 where a number is given.</summary>
    public double Fraction { get; }

    /// <summary>Number of steps; 0 where a fraction is given.</summary>
    public int StepCount { get; }

    /// <summary>A fraction of all steps, rounded up as transformers does.</summary>
    /// <param name="fraction">0 to 1.</param>
    public static WarmUp OfFraction(double fraction) =>
        fraction is >= 0 and <= 1 ? new(fraction, 0) : throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A warm-up fraction is between 0 and 1.");

    /// <summary>A number of steps.</summary>
    /// <param name="steps">0 or more.</param>
    public static WarmUp OfSteps(int steps) =>
        steps >= 0 ? new(0, steps) : throw new ArgumentOutOfRangeException(nameof(steps), steps, "Warm-up steps are 0 or more.");

    /// <summary>The number of warm-up steps of a run of <paramref name="totalSteps"/>.</summary>
    /// <param name="totalSteps">All steps of the run.</param>
    public int Steps(int totalSteps) => StepCount > 0 ? StepCount : (int)Math.Ceiling(Fraction * totalSteps);
}
