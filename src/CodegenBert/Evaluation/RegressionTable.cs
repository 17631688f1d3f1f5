using System.Globalization;
using System.Text;

namespace CodegenBert.Evaluation;

/// <summary>A report on a score as text for a terminal.</summary>
internal static class RegressionTable
{
    /// <summary>The whole table.</summary>
    /// <param name="report">The report.</param>
    public static string Of(RegressionReport report)
    {
        StringBuilder table = new();
        TableText.AppendRowsAndLoss(table, report);
        table.Append(CultureInfo.InvariantCulture, $"RMSE             {TableText.Figure(report.RootMeanSquaredError)}\n");
        table.Append(CultureInfo.InvariantCulture, $"MAE              {TableText.Figure(report.MeanAbsoluteError)}\n");
        table.Append(CultureInfo.InvariantCulture, $"Pearson          {TableText.Figure(report.Pearson)}\n");
        table.Append(CultureInfo.InvariantCulture, $"Spearman         {TableText.Figure(report.Spearman)}\n");
        table.Append(CultureInfo.InvariantCulture, $"R2               {TableText.Figure(report.R2)}\n");
        return table.ToString();
    }
}
