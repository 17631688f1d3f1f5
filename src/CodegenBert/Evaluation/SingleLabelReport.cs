using System.Text.Json.Serialization;

namespace CodegenBert.Evaluation;

/// <summary>How well a classifier of one label does on a data set, over all of its rows. The loss is the mean cross-entropy in nats.</summary>
public sealed record SingleLabelReport : EvaluationReport
{
    /// <summary>Share of rows whose most probable label is theirs.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Where the accuracy on unseen rows of the same kind lies with 95 % confidence (Wilson 1927); it tells of the number of rows, not of other seeds.</summary>
    public required ConfidenceInterval AccuracyInterval { get; init; }

    /// <summary>Unweighted mean of the recall of the classes that have rows.</summary>
    public required double BalancedAccuracy { get; init; }

    /// <summary>Matthews' correlation coefficient for several classes (Gorodkin 2004); 0 where it is not defined.</summary>
    public required double Matthews { get; init; }

    /// <summary>Agreement beyond chance (Cohen 1960); null where chance alone would always agree.</summary>
    public double? Kappa { get; init; }

    /// <summary>Unweighted mean of the classes' precision, over all declared classes.</summary>
    public required double MacroPrecision { get; init; }

    /// <summary>Unweighted mean of the classes' recall, over all declared classes.</summary>
    public required double MacroRecall { get; init; }

    /// <summary>Unweighted mean of the classes' F1, over all declared classes.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Mean of the classes' F1, weighted by their rows.</summary>
    public required double WeightedF1 { get; init; }

    /// <summary>
    /// How far the most probable label's probability is from how often it is right: the mean distance over 15 bins, weighted by rows (Guo et al. 2017,
    /// section 2); null without probabilities.
    /// </summary>
    public double? CalibrationError { get; init; }

    /// <summary>Mean squared distance of the probabilities from the actual label's one-hot vector, 0 to 2 (Brier 1950); null without probabilities.</summary>
    public double? Brier { get; init; }

    /// <summary>
    /// How well the probabilities rank: the area under the receiver operating characteristic of each class against the rest, their unweighted mean (scikit-learn's
    /// <c>roc_auc_score</c> with <c>ovr</c>); null where a class has no rows or all of them, and beyond 20 million probabilities.
    /// </summary>
    public double? AreaUnderRoc { get; init; }

    /// <summary>
    /// How many errors remain where the least sure rows are left undecided: the mean share of wrong rows among the k surest, over all k (Geifman et al. 2019, section 2);
    /// the lower the better, 0 without errors; null without probabilities.
    /// </summary>
    public double? AreaUnderRiskCoverage { get; init; }

    /// <summary>The accuracy where 100, 95, 90, 80, 70 and 50 % of the rows are decided, the surest ones; null without probabilities.</summary>
    public IReadOnlyList<CoveragePoint>? Coverage { get; init; }

    /// <summary>What the task's <c>abstain_below</c> leaves undecided; null where it has none. All other figures are over all rows, whether decided or not.</summary>
    public AbstentionReport? Abstention { get; init; }

    /// <summary>The reliability diagram: how often the most probable label is right, by its probability, in 15 bins; empty without probabilities.</summary>
    [JsonIgnore]
    public IReadOnlyList<ReliabilityBin> Reliability { get; init; } = [];

    /// <summary>Each class, in the spec's order.</summary>
    public required IReadOnlyList<ClassReport> Classes { get; init; }

    /// <summary>Rows of actual class i that were predicted as class j: <c>Confusion[i][j]</c>.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<ReportFigure> Figures => ReportFigure.List(
        ("accuracy", Accuracy),
        ("macro_f1", MacroF1),
        ("weighted_f1", WeightedF1),
        ("balanced_accuracy", BalancedAccuracy),
        ("matthews", Matthews),
        ("kappa", Kappa),
        ("loss", Loss),
        ("calibration_error", CalibrationError),
        ("brier", Brier),
        ("area_under_roc", AreaUnderRoc));

    /// <summary>The report as a table for a terminal: summary, classes, accuracy by coverage, confusion matrix.</summary>
    /// <param name="width">Characters in a line; what does not fit is shown in a shorter form.</param>
    public override string ToTable(int width = DefaultWidth) => SingleLabelTable.Of(this, width);
}
