using System.Globalization;
using CodegenBert.Evaluation;

namespace CodegenBert.Reports.Plots;

/// <summary>Predicted scores against actual ones, a dot a row: on the dashed line they are equal.</summary>
internal static class ScorePlot
{
    /// <summary>The picture; both axes have the same range.</summary>
    public static string Of(RegressionReport report, string id)
    {
        AxisScale scale = AxisScale.Around(report.Scores.SelectMany(pair => (double[])[pair.Actual, pair.Predicted]), steps: 8).Wider();
        Chart chart = new(scale, scale, "actual score", height: 400, top: 26);
        chart.Write(scale.Least, scale.Most, "predicted score", "start", "axis", 0, -10);
        foreach (AxisTick tick in scale.Ticks)
        {
            chart.Line(tick.Value, scale.Least, tick.Value, scale.Most, Ink.Grid);
        }

        chart.Curve(report.Scores.Select(pair => (pair.Actual, pair.Predicted)), Ink.Validation, opacity: 0.5, width: 0, marker: 6);
        chart.Dashes(scale.Least, scale.Least, scale.Most, scale.Most, Ink.Muted);
        return chart.ToSvg(id, "Predicted scores against actual ones");
    }

    /// <summary>What is to be said of it.</summary>
    public static string Note(RegressionReport report) => "A dot is a row; on the dashed line it is predicted as it is. Above it the model says too much, below it too little."
        + (report.Scores.Count < report.Rows ? string.Create(CultureInfo.InvariantCulture, $" {report.Scores.Count} of {report.Rows} rows are shown.") : "");
}
