using System.Globalization;
using CodegenBert.Reports.Pages;
using CodegenBert.Reports.Plots;

namespace CodegenBert.Benchmarks.Comparison;

/// <summary>The ratios as bars on a logarithmic axis, from 1 (as fast as the rival) to the right, with a mark at each goal; readable on light and dark pages.</summary>
internal static class ComparisonChart
{
    private const int Width = 900, Pitch = 24, MostCharacters = 60;
    private static readonly double[] s_ticks = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];

    /// <summary>Whether a row has a bar: a ratio that is the better the higher it is.</summary>
    public static bool Shows(ComparisonRow row) => row is { Unit: "x", Value: not null, Goal: null or { IsLeast: true } };

    /// <summary>The picture, as a file of its own. At least one row is shown.</summary>
    public static string Of(IEnumerable<ComparisonRow> rows)
    {
        ComparisonRow[] shown = [.. rows.Where(Shows)];
        double most = shown.Max(row => Math.Max(row.Value!.Value, row.Goal?.Bound ?? 1)), least = Math.Min(0.8, shown.Min(row => row.Value!.Value));
        AxisScale ratios = new(
            Math.Log10(least) - 0.05, Math.Log10(most) + 0.35, [.. s_ticks.Where(tick => tick >= least && tick <= most * 1.5).Select(tick => new AxisTick(Math.Log10(tick), tick.ToString("0.#", CultureInfo.InvariantCulture) + "x"))]);
        string[] labels = [.. shown.Select(row => PlotLabels.Shorten(row.Measure, MostCharacters))];
        int left = PlotLabels.WidthOf(labels, MostCharacters), height = (shown.Length * Pitch) + 56;
        Chart chart = new(ratios, new(-0.5, shown.Length - 0.5, []), "times as fast (the dashed mark is the goal)", left, Width, height);
        foreach (AxisTick tick in ratios.Ticks)
        {
            chart.Line(tick.Value, -0.5, tick.Value, shown.Length - 0.5, Ink.Grid);
        }

        foreach ((int place, ComparisonRow row) in shown.Index())
        {
            double y = shown.Length - 1 - place, value = row.Value!.Value, end = Math.Log10(value);
            chart.Write(ratios.Least, y, labels[place], "end", "", -6, 4);
            chart.Bar(Math.Min(0, end), Math.Max(0, end), y - 0.32, y + 0.32, row.Goal is null ? Ink.Train : row.Goal.IsReachedBy(value) ? Ink.Right : Ink.Wrong);
            if (row.Goal is { } goal)
            {
                chart.Dashes(Math.Log10(goal.Bound), y - 0.48, Math.Log10(goal.Bound), y + 0.48, Ink.Muted);
            }

            chart.Write(Math.Max(0, end), y, value.ToString(value >= 100 ? "F0" : "F2", CultureInfo.InvariantCulture) + "x", "start", "axis", 6, 4);
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}"><style>{Page.StyleSheet()}</style>{chart.ToSvg("compare", "How many times as fast as others", keepsWidth: true)}</svg>

            """);
    }
}
