using System.Globalization;
using System.Text;

namespace CodegenBert.Evaluation;

/// <summary>A report on several labels as text for a terminal: summary, labels.</summary>
internal static class MultiLabelTable
{
    /// <summary>The whole table.</summary>
    /// <param name="report">The report.</param>
    public static string Of(MultiLabelReport report)
    {
        StringBuilder table = new();
        TableText.AppendRowsAndLoss(table, report);
        table.Append(CultureInfo.InvariantCulture, $"subset accuracy  {TableText.Percent(report.SubsetAccuracy, report.SubsetAccuracyInterval)}\n");
        table.Append(CultureInfo.InvariantCulture, $"Hamming loss     {TableText.Figure(report.HammingLoss)}\n");
        TableText.AppendFigures(table, "micro", report.Micro);
        TableText.AppendFigures(table, "macro", report.Macro);
        TableText.AppendFigures(table, "samples", report.Samples);
        table.Append('\n');
        TableText.AppendClasses(table, report.Classes);
        return table.ToString();
    }
}
