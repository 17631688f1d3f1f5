using CodegenBert.Tasks;

namespace CodegenBert.Evaluation;

/// <summary>Reads one figure out of a report, and knows which of two values is better.</summary>
internal static class MetricReading
{
    /// <summary>The metrics of a kind of output.</summary>
    /// <param name="kind">The kind.</param>
    public static IReadOnlyList<ValidationMetric> MetricsOf(OutputKind kind) => kind switch
    {
        OutputKind.MultiLabel => [ValidationMetric.Loss, ValidationMetric.MacroF1, ValidationMetric.MicroF1, ValidationMetric.SubsetAccuracy],
        OutputKind.Regression => [ValidationMetric.Loss, ValidationMetric.Pearson, ValidationMetric.Spearman, ValidationMetric.MeanAbsoluteError],
        _ => [ValidationMetric.Loss, ValidationMetric.Accuracy, ValidationMetric.BalancedAccuracy, ValidationMetric.MacroF1, ValidationMetric.WeightedF1, ValidationMetric.Matthews],
    };

    /// <summary>Whether the lower value is the better one.</summary>
    /// <param name="metric">The metric.</param>
    public static bool LowerIsBetter(ValidationMetric metric) => metric is ValidationMetric.Loss or ValidationMetric.MeanAbsoluteError;

    /// <summary>The value in a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="metric">One of the report's kind.</param>
    /// <returns>The value; the worst possible one where it is not defined (a correlation of constant scores).</returns>
    public static double Value(EvaluationReport report, ValidationMetric metric) => (report, metric) switch
    {
        (_, ValidationMetric.Loss) => report.Loss,
        (SingleLabelReport single, ValidationMetric.Accuracy) => single.Accuracy,
        (SingleLabelReport single, ValidationMetric.BalancedAccuracy) => single.BalancedAccuracy,
        (SingleLabelReport single, ValidationMetric.MacroF1) => single.MacroF1,
        (SingleLabelReport single, ValidationMetric.WeightedF1) => single.WeightedF1,
        (SingleLabelReport single, ValidationMetric.Matthews) => single.Matthews,
        (MultiLabelReport several, ValidationMetric.MacroF1) => several.Macro.F1,
        (MultiLabelReport several, ValidationMetric.MicroF1) => several.Micro.F1,
        (MultiLabelReport several, ValidationMetric.SubsetAccuracy) => several.SubsetAccuracy,
        (RegressionReport score, ValidationMetric.Pearson) => score.Pearson ?? double.NegativeInfinity,
        (RegressionReport score, ValidationMetric.Spearman) => score.Spearman ?? double.NegativeInfinity,
        (RegressionReport score, ValidationMetric.MeanAbsoluteError) => score.MeanAbsoluteError,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, $"A {report.GetType().Name} has no such figure."),
    };

    /// <summary>By how much a value is better than another, in the metric's unit; negative if it is worse.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="value">The value.</param>
    /// <param name="than">What it is compared with.</param>
    public static double Gain(ValidationMetric metric, double value, double than) => LowerIsBetter(metric) ? than - value : value - than;
}
