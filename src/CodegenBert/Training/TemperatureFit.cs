namespace CodegenBert.Training;

/// <summary>
/// Finds the temperature T at which the mean negative log-likelihood of rows, of softmax(logits / T), is the least (Guo et al. 2017, section 4.2). With b = 1 / T that loss is
/// convex, and its slope, the mean of the expected less the actual label's logit, rises with b: so the slope's zero is found by halving an interval of log T, in double.
/// </summary>
internal static class TemperatureFit
{
    /// <summary>The interval in which a temperature is looked for.</summary>
    public const double Least = 0.05, Most = 20;

    /// <summary>After so many halvings log T is known to 1e-11.</summary>
    private const int Halvings = 40;

    /// <summary>Finds it.</summary>
    /// <param name="logits">The rows' logits, one for each label.</param>
    /// <param name="labels">The rows' labels.</param>
    public static (double Temperature, CalibrationOutcome Outcome) Of(IReadOnlyList<float[]> logits, IReadOnlyList<int> labels)
    {
        if (logits.Any(row => !row.All(float.IsFinite)) || logits.All(row => row.Max() == row.Min()))
        {
            return (1, CalibrationOutcome.Undetermined);
        }

        // Where every row is right, a lower temperature always has a lower loss.
        if (logits.Index().All(row => row.Item[labels[row.Index]] == row.Item.Max()))
        {
            return (OfRightRows(logits), CalibrationOutcome.AllRight);
        }

        return Slope(logits, labels, Least) <= 0 ? (Least, CalibrationOutcome.AtBound)
            : Slope(logits, labels, Most) >= 0 ? (Most, CalibrationOutcome.AtBound)
            : (Zero(temperature => Slope(logits, labels, temperature), Least, Most), CalibrationOutcome.Fitted);
    }

    /// <summary>Mean negative log-likelihood, in nats.</summary>
    /// <param name="logits">The rows' logits.</param>
    /// <param name="labels">The rows' labels.</param>
    /// <param name="temperature">What they are divided by.</param>
    public static double Loss(IReadOnlyList<float[]> logits, IReadOnlyList<int> labels, double temperature) => logits.Index().Average(row =>
    {
        double top = row.Item.Max();
        return Math.Log(row.Item.Sum(logit => Math.Exp((logit - top) / temperature))) - ((row.Item[labels[row.Index]] - top) / temperature);
    });

    /// <summary>Softmax at a temperature.</summary>
    /// <param name="logits">One row's logits.</param>
    /// <param name="temperature">What they are divided by.</param>
    public static double[] Probabilities(float[] logits, double temperature)
    {
        double top = logits.Max();
        double[] powers = [.. logits.Select(logit => Math.Exp((logit - top) / temperature))];
        double sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }

    /// <summary>The derivative of the mean loss by 1 / T; it falls as T rises.</summary>
    private static double Slope(IReadOnlyList<float[]> logits, IReadOnlyList<int> labels, double temperature)
    {
        double sum = 0;
        for (int row = 0; row < logits.Count; row++)
        {
            double top = logits[row].Max(), powers = 0, weighted = 0;
            foreach (float logit in logits[row])
            {
                double power = Math.Exp((logit - top) / temperature);
                powers += power;
                weighted += power * (logit - top);
            }

            sum += (weighted / powers) - (logits[row][labels[row]] - top);
        }

        return sum / logits.Count;
    }

    /// <summary>
    /// For rows that are all right, of which the least loss would make certainties: the temperature, 1 at most, at which the mean probability is (n + 1) / (n + 2), the share of
    /// right ones that n right ones let expect (Laplace's rule of succession).
    /// </summary>
    private static double OfRightRows(IReadOnlyList<float[]> logits)
    {
        double expected = (logits.Count + 1.0) / (logits.Count + 2.0);
        double Excess(double temperature) => logits.Average(row => Probabilities(row, temperature).Max()) - expected;
        return Excess(1) >= 0 ? 1 : Excess(Least) <= 0 ? Least : Zero(Excess, Least, 1);
    }

    /// <summary>Where a falling function of T is zero.</summary>
    private static double Zero(Func<double, double> falling, double positive, double negative)
    {
        (double low, double high) = (Math.Log(positive), Math.Log(negative));
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = falling(Math.Exp(middle)) > 0 ? (middle, high) : (low, middle);
        }

        return Math.Exp((low + high) / 2);
    }
}
