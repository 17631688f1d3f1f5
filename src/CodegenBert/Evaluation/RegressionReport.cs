using System.Text.Json.Serialization;

namespace CodegenBert.Evaluation;

/// <summary>
/// How well a regression does on a data set, over all of its rows, in scikit-learn's and SciPy's definitions. All figures are of the raw
/// score, before it is clipped into its range; the loss is the mean squared error.
/// </summary>
public sealed record RegressionReport : EvaluationReport
{
    /// <summary>Mean of the squared errors.</summary>
    public required double MeanSquaredError { get; init; }

    /// <summary>Root of the mean of the squared errors: in the score's unit.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <summary>Mean of the absolute errors: in the score's unit.</summary>
    public required double MeanAbsoluteError { get; init; }

    /// <summary>Linear correlation of predicted and actual scores (Pearson), -1 to 1; null where either is constant.</summary>
    public required double? Pearson { get; init; }

    /// <summary>Correlation of their ranks (Spearman), -1 to 1, ties sharing their mean rank; null where either is constant.</summary>
    public required double? Spearman { get; init; }

    /// <summary>Share of the actual scores' variance that is explained; where that is none, 1 for no error and 0 for any; null for a single row.</summary>
    public required double? R2 { get; init; }

    /// <summary>The scores of the rows: of all of them or, where there are more than 500, of an even selection.</summary>
    [JsonIgnore]
    public IReadOnlyList<ScorePair> Scores { get; init; } = [];

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<ReportFigure> Figures => ReportFigure.List(
        ("pearson", Pearson),
        ("spearman", Spearman),
        ("r2", R2),
        ("root_mean_squared_error", RootMeanSquaredError),
        ("mean_absolute_error", MeanAbsoluteError),
        ("loss", Loss));

    /// <summary>The report as a table for a terminal.</summary>
    /// <param name="width">Not needed: the lines are short.</param>
    public override string ToTable(int width = DefaultWidth) => RegressionTable.Of(this);
}
