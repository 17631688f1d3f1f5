using System.Text.Json.Serialization;

namespace CodegenBert.Evaluation;

/// <summary>
/// How well a classifier of several labels does on a data set, over all of its rows, in scikit-learn's definitions; a ratio 0/0 is 0.
/// The loss is the mean binary cross-entropy over rows and labels in nats. A label is predicted where its probability reaches its threshold.
/// </summary>
public sealed record MultiLabelReport : EvaluationReport
{
    /// <summary>Share of rows whose predicted labels are exactly theirs.</summary>
    public required double SubsetAccuracy { get; init; }

    /// <summary>Where the subset accuracy on unseen rows of the same kind lies with 95 % confidence (Wilson 1927); it tells of the number of rows, not of other seeds.</summary>
    public required ConfidenceInterval SubsetAccuracyInterval { get; init; }

    /// <summary>Share of wrong decisions among all, one for each row and label.</summary>
    public required double HammingLoss { get; init; }

    /// <summary>Precision, recall and F1 of all decisions together.</summary>
    public required RetrievalFigures Micro { get; init; }

    /// <summary>The unweighted mean of the labels' precision, recall and F1.</summary>
    public required RetrievalFigures Macro { get; init; }

    /// <summary>The mean of the rows' precision, recall and F1; a row without labels for which none is predicted counts as 0.</summary>
    public required RetrievalFigures Samples { get; init; }

    /// <summary>Each label, in the spec's order.</summary>
    public required IReadOnlyList<ClassReport> Classes { get; init; }

    /// <summary>The probability from which each label was predicted, in the spec's order; none where that changed from row to row, as with the folds of a cross-validation taken together.</summary>
    public required IReadOnlyList<float> Thresholds { get; init; }

    /// <summary>The reliability diagram of all decisions: how often a label is there, by its probability, in 15 bins.</summary>
    [JsonIgnore]
    public IReadOnlyList<ReliabilityBin> Reliability { get; init; } = [];

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<ReportFigure> Figures => ReportFigure.List(
        ("micro_f1", Micro.F1),
        ("macro_f1", Macro.F1),
        ("samples_f1", Samples.F1),
        ("subset_accuracy", SubsetAccuracy),
        ("hamming_loss", HammingLoss),
        ("loss", Loss));

    /// <summary>The report as a table for a terminal: summary, labels.</summary>
    /// <param name="width">Characters in a line; long label names may need more.</param>
    public override string ToTable(int width = DefaultWidth) => MultiLabelTable.Of(this);
}
