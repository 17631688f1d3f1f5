using System.Globalization;
using CodegenBert.Training.Surveys;

namespace CodegenBert.Reports.Plots;

/// <summary>How many rows have each label: bars as shares of the rows, the most frequent first, with the numbers.</summary>
internal static class LabelBalancePlot
{
    private const int Width = 440, Numbers = 74;

    /// <summary>The picture.</summary>
    public static string Of(DataSurvey survey, string id)
    {
        int[] order = [.. Enumerable.Range(0, survey.Train.Labels.Count).OrderByDescending(label => survey.Train.Labels[label].Rows)];
        double most = Math.Max(1e-9, order.Max(label => Math.Max(Share(survey.Train, label), survey.Validation is { } rows ? Share(rows, label) : 0)));
        int left = PlotLabels.WidthOf(survey.Train.Labels.Select(label => label.Label)), pitch = order.Length > 20 ? 18 : 26;

        // The bars end where the numbers begin.
        double end = most * (Width - left - 12) / Math.Max(60, Width - left - 12 - Numbers);
        AxisScale shares = new(0, end, [.. AxisScale.Around([0, most], steps: 2).Ticks.Where(tick => tick.Value <= most * 1.001).Select(tick => tick with { Label = Percent(tick.Value) })]);
        Chart chart = new(shares, new(-0.5, order.Length - 0.5, []), "share of the rows, and their number", left, Width, (order.Length * pitch) + 52);
        foreach ((int place, int label) in order.Index())
        {
            double y = order.Length - 1 - place;
            LabelCount count = survey.Train.Labels[label];
            chart.Write(0, y, PlotLabels.Shorten(count.Label), "end", "label", -6, 4);
            chart.Bar(0, Share(survey.Train, label), survey.Validation is null ? y - 0.36 : y, y + 0.36, Ink.Train);
            string number = count.Rows.ToString(CultureInfo.InvariantCulture);
            if (survey.Validation is { } validation)
            {
                chart.Bar(0, Share(validation, label), y - 0.36, y, Ink.Validation);
                number += string.Create(CultureInfo.InvariantCulture, $" + {validation.Labels[label].Rows}");
            }

            double longest = Math.Max(Share(survey.Train, label), survey.Validation is { } others ? Share(others, label) : 0);
            chart.Write(longest, y, number, "start", "axis", 5, 4);
        }

        return chart.ToSvg(id, "Rows of each label");
    }

    private static double Share(RowSurvey rows, int label) => (double)rows.Labels[label].Rows / rows.Rows;

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %");
}
