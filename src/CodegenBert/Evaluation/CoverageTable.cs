using System.Globalization;
using System.Text;

namespace CodegenBert.Evaluation;

/// <summary>The accuracy at each coverage as text for a terminal.</summary>
internal static class CoverageTable
{
    /// <summary>Writes the table, if the report has one.</summary>
    /// <param name="table">Where to.</param>
    /// <param name="report">The report.</param>
    public static void Append(StringBuilder table, SingleLabelReport report)
    {
        if (report.Coverage is not { } points)
        {
            return;
        }

        table.Append("\naccuracy where only the surest rows are decided\ncoverage  accuracy     rows  abstain_below\n");
        foreach (CoveragePoint point in points)
        {
            // Rounded down: written into a spec, the value leaves no row out that belongs to the point.
            double below = Math.Floor(point.AbstainBelow * 1e4) / 1e4;
            table.Append(CultureInfo.InvariantCulture, $"{TableText.Percent(point.Coverage),8}{TableText.Percent(point.Accuracy),10}{point.Rows,9}{below,15:F4}\n");
        }
    }

    /// <summary>Writes what is undecided, if the report says it.</summary>
    /// <param name="table">Where to.</param>
    /// <param name="report">The report.</param>
    public static void AppendUndecided(StringBuilder table, SingleLabelReport report)
    {
        if (report.Abstention is { } abstention)
        {
            string decided = abstention.DecidedAccuracy is { } accuracy ? $"accuracy of the {abstention.DecidedRows} decided rows {TableText.Percent(accuracy)}" : "no row is decided";
            table.Append(CultureInfo.InvariantCulture, $"undecided        {TableText.Percent(abstention.Undecided)} (below {abstention.Below:G4}); {decided}\n");
        }
    }
}
