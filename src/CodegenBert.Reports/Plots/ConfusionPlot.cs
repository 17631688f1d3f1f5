using System.Globalization;
using CodegenBert.Evaluation;

namespace CodegenBert.Reports.Plots;

/// <summary>
/// A confusion matrix as squares: a row for each actual label, a column for each predicted one, the colour as strong as the share of the row. With few labels
/// the numbers stand in the squares, else they are told where one points.
/// </summary>
internal static class ConfusionPlot
{
    /// <summary>Labels up to which the matrix fits a card and numbers fit the squares.</summary>
    public const int Few = 12;

    /// <summary>Pixels that a desktop's page has for it.</summary>
    private const int PageWidth = 1000;

    /// <summary>The picture.</summary>
    public static string Of(SingleLabelReport report, string id)
    {
        string[] labels = [.. report.Classes.Select(one => one.Label)];
        int n = labels.Length, words = PlotLabels.WidthOf(labels);
        bool isFew = n <= Few;
        int width = isFew ? Math.Max(30, (440 - words - 12) / Math.Max(n, 4)) : Math.Clamp((PageWidth - words) / n, 10, 24), height = Math.Min(width, 44);
        bool areFlat = words <= width + 8;
        int top = areFlat ? 22 : words;
        AxisScale axis = new(-0.5, n - 0.5, []);
        Chart chart = new(axis, axis, "", words, words + (n * width) + 12, top + (n * height) + 12, top);
        for (int i = 0; i < n; i++)
        {
            int rows = report.Confusion[i].Sum();
            for (int j = 0; j < n; j++)
            {
                AddCell(chart, report, i, j, rows, isFew);
            }
        }

        AddGrid(chart, n);
        for (int i = 0; i < n; i++)
        {
            string label = PlotLabels.Shorten(labels[i]), style = isFew ? "label" : "small";
            chart.Write(-0.5, n - 1 - i, label, "end", style, -6, 4);
            chart.Write(i, n - 0.5, label, areFlat ? "middle" : "start", style, areFlat ? 0 : 4, -6, areFlat ? 0 : -90);
        }

        return chart.ToSvg(id, "Confusion matrix: rows are actual labels, columns predicted ones", keepsWidth: !isFew);
    }

    private static void AddGrid(Chart chart, int n)
    {
        for (int i = 0; i <= n; i++)
        {
            chart.Line(-0.5, i - 0.5, n - 0.5, i - 0.5, Ink.Grid);
            chart.Line(i - 0.5, -0.5, i - 0.5, n - 0.5, Ink.Grid);
        }
    }

    private static void AddCell(Chart chart, SingleLabelReport report, int i, int j, int rows, bool isFew)
    {
        int count = report.Confusion[i][j], y = report.Classes.Count - 1 - i;
        if (count == 0)
        {
            return;
        }

        double share = (double)count / rows;
        chart.Bar(j - 0.5, j + 0.5, y - 0.5, y + 0.5, i == j ? Ink.Right : Ink.Wrong, 0.15 + (0.85 * share));
        if (isFew)
        {
            chart.Write(j, y, count.ToString(CultureInfo.InvariantCulture), "middle", share > 0.55 ? "on" : "", 0, 4);
        }

        chart.Tell(j - 0.5, j + 0.5, y - 0.5, y + 0.5, string.Create(
            CultureInfo.InvariantCulture, $"{report.Classes[i].Label} predicted as {report.Classes[j].Label}: {count} of {rows}"));
    }
}
