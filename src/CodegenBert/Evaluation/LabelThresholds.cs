namespace CodegenBert.Evaluation;

/// <summary>The probability from which each of several labels is predicted.</summary>
internal static class LabelThresholds
{
    /// <summary>0.5 for each label.</summary>
    /// <param name="count">Number of labels.</param>
    public static IReadOnlyList<float> Default(int count) => [.. Enumerable.Repeat(0.5f, count)];

    /// <summary>What is wrong with thresholds, as the end of a sentence; null if nothing is.</summary>
    /// <param name="thresholds">One for each label.</param>
    /// <param name="count">Number of labels.</param>
    public static string? Fault(IReadOnlyList<float> thresholds, int count)
    {
        if (thresholds.Count != count)
        {
            return $"{thresholds.Count} thresholds for {count} labels; one for each is needed";
        }

        int wrong = thresholds.ToList().FindIndex(value => !(value is >= 0 and <= 1));
        return wrong < 0 ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"threshold number {wrong + 1} is {thresholds[wrong]}; a probability from 0 to 1 is needed");
    }
}
