using System.Globalization;
using CodegenBert.Evaluation;
using CodegenBert.Training.Trials;

namespace CodegenBert.Reports.Plots;

/// <summary>The freezings that <c>freeze: auto</c> tried, from the cheapest to the dearest, each with the noise of its difference from the kept one.</summary>
internal static class LadderPlot
{
    /// <summary>What is to be said of it.</summary>
    public const string Note =
        "Dashed: the kept one. A line is one standard error, over the same rows, of the difference from it: where the line crosses the dashed one, the difference may be chance.";

    private const int Pitch = 34;

    /// <summary>The picture.</summary>
    public static string Of(FreezeLadderReport ladder, string id)
    {
        FreezeRung[] rungs = [.. ladder.Rungs.Where(rung => rung.Value is not null)];
        double kept = rungs.First(rung => rung.Freeze == ladder.Chosen).Value!.Value;
        AxisScale x = AxisScale.Around(rungs.SelectMany(rung => (double[])[rung.Value!.Value - Noise(rung), rung.Value.Value + Noise(rung)]), steps: 3).Wider();
        int left = PlotLabels.WidthOf(rungs.Select(rung => rung.Freeze.ToString()));
        Chart chart = new(x, new(-0.5, rungs.Length - 0.5, []), FigureName.Of(ladder.Metric), left, height: (rungs.Length * Pitch) + 52);
        foreach (AxisTick tick in x.Ticks)
        {
            chart.Line(tick.Value, -0.5, tick.Value, rungs.Length - 0.5, Ink.Grid);
        }

        chart.Dashes(kept, -0.5, kept, rungs.Length - 0.5, Ink.Muted);
        foreach ((int place, FreezeRung rung) in rungs.Index())
        {
            double y = rungs.Length - 1 - place, value = rung.Value!.Value;
            bool isKept = rung.Freeze == ladder.Chosen;
            chart.Write(x.Least, y, rung.Freeze.ToString(), "end", "label", -6, 4);
            chart.Curve([(value - Noise(rung), y), (value + Noise(rung), y)], Ink.Validation);
            chart.Curve([(value, y)], isKept ? Ink.Right : Ink.Validation, width: 0, marker: 9);
            if (isKept)
            {
                bool isRight = chart.PixelX(value) > chart.Width - 60;
                chart.Write(value, y, "kept", isRight ? "end" : "start", "axis", isRight ? -9 : 9, 4);
            }

            chart.Tell(x.Least, x.Most, y - 0.5, y + 0.5, string.Create(CultureInfo.InvariantCulture, $"{rung.Freeze}: {FigureName.Of(ladder.Metric)} {value:F4}"));
        }

        return chart.ToSvg(id, $"{FigureName.Of(ladder.Metric)} of each freezing that was tried");
    }

    private static double Noise(FreezeRung rung) => rung.Noise is { } noise && double.IsFinite(noise) ? noise : 0;
}
