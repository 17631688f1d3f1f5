using CodegenBert.Evaluation;

namespace CodegenBert.Training.Reports;

/// <summary>The share that a report gives bounds for.</summary>
/// <param name="Name">The share's name.</param>
/// <param name="Share">0 to 1.</param>
/// <param name="Bounds">Where it lies with 95 % confidence.</param>
public readonly record struct ReportInterval(string Name, double Share, ConfidenceInterval Bounds)
{
    /// <summary>The report's; null where its kind has none.</summary>
    /// <param name="report">The report.</param>
    public static ReportInterval? Of(EvaluationReport report) => report switch
    {
        SingleLabelReport one => new("accuracy", one.Accuracy, one.AccuracyInterval),
        MultiLabelReport several => new("subset accuracy", several.SubsetAccuracy, several.SubsetAccuracyInterval),
        _ => null,
    };
}
