namespace CodegenBert.Training.Trials;

/// <summary>Figures of a sample of numbers.</summary>
internal static class Sample
{
    /// <summary>The standard deviation, with n - 1; null for fewer than two values.</summary>
    /// <param name="values">The values.</param>
    public static double? StandardDeviation(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2)
        {
            return null;
        }

        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    /// <summary>The standard error of the mean; null for fewer than two values.</summary>
    /// <param name="values">The values.</param>
    public static double? StandardError(IReadOnlyCollection<double> values) => StandardDeviation(values) / Math.Sqrt(values.Count);
}
