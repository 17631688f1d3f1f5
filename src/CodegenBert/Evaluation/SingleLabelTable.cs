using System.Globalization;
using System.Text;

namespace CodegenBert.Evaluation;

/// <summary>A report on one label as text for a terminal: summary, classes, accuracy by coverage, confusions.</summary>
internal static class SingleLabelTable
{
    /// <summary>The whole table.</summary>
    /// <param name="report">The report.</param>
    /// <param name="width">Characters in a line.</param>
    public static string Of(SingleLabelReport report, int width)
    {
        StringBuilder table = new();
        TableText.AppendRowsAndLoss(table, report);
        table.Append(CultureInfo.InvariantCulture, $"accuracy         {TableText.Percent(report.Accuracy, report.AccuracyInterval)}\n");
        CoverageTable.AppendUndecided(table, report);
        TableText.AppendFigures(table, "macro", new(report.MacroPrecision, report.MacroRecall, report.MacroF1));
        table.Append(CultureInfo.InvariantCulture, $"Matthews         {TableText.Figure(report.Matthews)}\n");
        table.Append(CultureInfo.InvariantCulture, $"Cohen's kappa    {TableText.Figure(report.Kappa)}\n");
        if (report.CalibrationError is not null)
        {
            table.Append(CultureInfo.InvariantCulture, $"calibration err. {TableText.Figure(report.CalibrationError)}\n");
            table.Append(CultureInfo.InvariantCulture, $"area under ROC   {TableText.Figure(report.AreaUnderRoc)}\n");
            table.Append(CultureInfo.InvariantCulture, $"risk-coverage    {TableText.Figure(report.AreaUnderRiskCoverage)}\n");
        }

        table.Append('\n');
        TableText.AppendClasses(table, report.Classes);
        CoverageTable.Append(table, report);
        table.Append('\n');
        ConfusionTable.Append(table, report, width);
        return table.ToString();
    }
}
