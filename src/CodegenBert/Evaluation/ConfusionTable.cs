using System.Globalization;
using System.Text;

namespace CodegenBert.Evaluation;

/// <summary>
/// A confusion matrix as text: with the labels' names above the columns if they fit, else with numbers, and where even these do not fit,
/// the most frequent confusions as a list.
/// </summary>
internal static class ConfusionTable
{
    private const int MostListed = 20;

    /// <summary>Writes the matrix.</summary>
    /// <param name="table">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="width">Characters in a line.</param>
    public static void Append(StringBuilder table, SingleLabelReport report, int width)
    {
        string[] names = [.. report.Classes.Select(one => one.Label)];
        string[] numbers = [.. Enumerable.Range(1, names.Length).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        string[] numbered = [.. names.Select((name, i) => $"{numbers[i].PadLeft(numbers[^1].Length)} {name}")];
        if (!TryAppendMatrix(table, report, names, names, width) && !TryAppendMatrix(table, report, numbered, numbers, width))
        {
            AppendList(table, report);
        }
    }

    private static bool TryAppendMatrix(StringBuilder table, SingleLabelReport report, string[] rows, string[] columns, int width)
    {
        int left = rows.Max(row => row.Length);
        int digits = report.Confusion.Max(row => row.Max()).ToString(CultureInfo.InvariantCulture).Length;
        int[] cells = [.. columns.Select(column => 2 + Math.Max(column.Length, digits))];
        if (left + cells.Sum() > width)
        {
            return false;
        }

        table.Append("confusion: rows are actual, columns predicted\n").Append(' ', left);
        AppendCells(table, columns, cells);
        for (int i = 0; i < rows.Length; i++)
        {
            table.Append(rows[i].PadRight(left));

            // A point for zero: what is left to be seen are the hits on the diagonal and the errors beside it.
            AppendCells(table, report.Confusion[i].Select(count => count == 0 ? "." : count.ToString(CultureInfo.InvariantCulture)), cells);
        }

        return true;
    }

    private static void AppendCells(StringBuilder table, IEnumerable<string> texts, int[] widths) =>
        table.AppendJoin(string.Empty, texts.Zip(widths, (text, width) => text.PadLeft(width))).Append('\n');

    private static void AppendList(StringBuilder table, SingleLabelReport report)
    {
        (int Actual, int Predicted, int Rows)[] confusions =
        [
            .. from actual in Enumerable.Range(0, report.Classes.Count)
               from predicted in Enumerable.Range(0, report.Classes.Count)
               where actual != predicted && report.Confusion[actual][predicted] > 0
               orderby report.Confusion[actual][predicted] descending
               select (actual, predicted, report.Confusion[actual][predicted]),
        ];
        if (confusions.Length == 0)
        {
            table.Append("no label was taken for another\n");
            return;
        }

        int shown = Math.Min(MostListed, confusions.Length);
        table.Append(shown < confusions.Length
            ? $"the {shown} most frequent of {confusions.Length} confusions\n"
            : "confusions\n");
        int actuals = confusions.Take(shown).Max(one => report.Classes[one.Actual].Label.Length);
        foreach ((int actual, int predicted, int rows) in confusions.Take(shown))
        {
            table.Append(CultureInfo.InvariantCulture, $"{rows,6}  {report.Classes[actual].Label.PadRight(actuals)}  taken for  {report.Classes[predicted].Label}\n");
        }
    }
}
