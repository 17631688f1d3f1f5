using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Trials;

/// <summary>By how much one model is better than another on the same rows, and how far that could be chance.</summary>
/// <param name="Gain">In the metric's unit; negative if it is worse.</param>
/// <param name="Noise">The standard error of <paramref name="Gain"/>.</param>
internal readonly record struct PairedDifference(double Gain, double Noise)
{
    private const int Resamples = 200;

    /// <summary>Whether the gain is more than one standard error (the rule of one standard error: Breiman et al. 1984, "Classification and Regression Trees", section 3.4.3).</summary>
    public bool IsBeyondNoise => Gain > Noise;

    /// <summary>
    /// Compares two models row by row. Of a metric that is a mean over rows, the noise is the standard error of the mean of the rows' differences; of others the standard
    /// deviation of the difference over 200 samples of the rows, drawn with repetition (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 6).
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="targets">What the rows say.</param>
    /// <param name="outputs">What the model says of each row.</param>
    /// <param name="than">What the other says.</param>
    public static PairedDifference Of(TaskDefinition task, ValidationMetric metric, IReadOnlyList<RowTarget> targets, ScoredOutputs outputs, ScoredOutputs than)
    {
        int[] all = [.. Enumerable.Range(0, targets.Count)];
        double gain = GainOn(all);
        double? noise = metric is ValidationMetric.Loss or ValidationMetric.Accuracy or ValidationMetric.SubsetAccuracy or ValidationMetric.MeanAbsoluteError
            ? Sample.StandardError([.. all.Select(row => GainOn([row]))])
            : Sample.StandardDeviation([.. Samples(all.Length).Select(GainOn).Where(double.IsFinite)]);
        return new(double.IsNaN(gain) ? 0 : gain, noise ?? double.PositiveInfinity);

        double GainOn(int[] rows) => MetricReading.Gain(metric, Value(outputs, rows), Value(than, rows));

        double Value(ScoredOutputs scored, int[] rows) => MetricReading.Value(scored.Report(task, targets, rows), metric);
    }

    private static IEnumerable<int[]> Samples(int rows)
    {
        var random = new Random(rows);
        return Enumerable.Range(0, Resamples).Select(_ => Enumerable.Range(0, rows).Select(_ => random.Next(rows)).ToArray());
    }
}
