using System.Globalization;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;
using CodegenBert.Training.Trials;

namespace CodegenBert.Reports.Plots;

/// <summary>A metric of several runs: a dot for each, their mean, and one standard deviation on both sides of it.</summary>
internal static class RunsPlot
{
    /// <summary>What is to be said of it.</summary>
    public const string Note = "Dashed: the mean. Shaded: one standard deviation on both sides.";

    private const int MostTicks = 12;

    /// <summary>Seeds, with what a constant prediction reaches.</summary>
    public static string Of(SeedsReport seeds, string id) => Of(
        "seed", seeds.Metric, [.. seeds.Runs.Select(run => (run.Seed, run.Value!.Value))], seeds.Mean!.Value, seeds.StandardDeviation ?? 0, seeds.KeptSeed, id);

    /// <summary>Folds.</summary>
    public static string Of(CrossValidationReport report, string id) =>
        Of("fold", report.Metric, [.. report.Folds.Select(fold => (fold.Fold, fold.Value))], report.Mean, report.StandardDeviation, kept: null, id);

    private static string Of(string unit, ValidationMetric metric, (int Number, double Value)[] runs, double mean, double deviation, int? kept, string id)
    {
        int stride = (runs.Length + MostTicks - 1) / MostTicks;
        AxisScale x = new(0.5, runs.Length + 0.5, [.. runs.Index().Where(run => run.Index % stride == 0).Select(run => new AxisTick(run.Index + 1, run.Item.Number.ToString(CultureInfo.InvariantCulture)))]);
        AxisScale y = AxisScale.Around([.. runs.Select(run => run.Value), mean - deviation, mean + deviation]).Wider();
        Chart chart = new(x, y, unit, top: 26);
        chart.Write(x.Least, y.Most, FigureName.Of(metric), "start", "axis", 0, -10);
        chart.Bar(x.Least, x.Most, mean - deviation, mean + deviation, Ink.Validation, 0.15);
        chart.Dashes(x.Least, mean, x.Most, mean, Ink.Validation);
        chart.Curve(runs.Select((run, i) => (i + 1.0, run.Value)), Ink.Validation, width: 0, marker: 9);
        foreach ((int i, (int number, double value)) in runs.Index())
        {
            chart.Tell(i + 0.5, i + 1.5, y.Least, y.Most, string.Create(CultureInfo.InvariantCulture, $"{unit} {number}: {FigureName.Of(metric)} {value:F4}"));
            if (number == kept)
            {
                chart.Write(i + 1, value, "kept", "middle", "axis", 0, chart.PixelY(value) < 48 ? 20 : -9);
            }
        }

        return chart.ToSvg(id, $"{FigureName.Of(metric)} of each {unit}");
    }
}
