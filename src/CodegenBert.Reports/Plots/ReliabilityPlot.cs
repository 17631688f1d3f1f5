using System.Globalization;
using CodegenBert.Evaluation;

namespace CodegenBert.Reports.Plots;

/// <summary>A reliability diagram: bars that reach the diagonal are of probabilities that come true as often as they say.</summary>
internal static class ReliabilityPlot
{
    /// <summary>The picture.</summary>
    public static string Of(IReadOnlyList<ReliabilityBin> bins, string id)
    {
        AxisScale shares = new(0, 1, [.. Enumerable.Range(0, 6).Select(i => new AxisTick(i / 5.0, string.Create(CultureInfo.InvariantCulture, $"{i / 5.0:0.0}")))]);
        Chart chart = new(shares, shares, "predicted probability");
        double most = bins.Max(bin => bin.Predictions);
        foreach (ReliabilityBin bin in bins.Where(bin => bin.Predictions > 0))
        {
            chart.Bar(bin.From + 0.003, bin.To - 0.003, 0, bin.Share, Ink.Validation, 0.25 + (0.75 * Math.Sqrt(bin.Predictions / most)));
        }

        chart.Dashes(0, 0, 1, 1, Ink.Muted);
        foreach (ReliabilityBin bin in bins.Where(bin => bin.Predictions > 0))
        {
            chart.Curve([(bin.Probability, bin.Share)], Ink.Validation, width: 0, marker: 5);
            chart.Tell(bin.From, bin.To, 0, 1, string.Create(
                CultureInfo.InvariantCulture, $"{bin.Predictions} predictions of {bin.From:0.00} to {bin.To:0.00}: mean {bin.Probability:0.000}, come true {bin.Share:0.000}"));
        }

        return chart.ToSvg(id, "Reliability diagram");
    }
}
