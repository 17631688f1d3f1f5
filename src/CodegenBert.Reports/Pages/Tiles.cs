using System.Globalization;
using CodegenBert.Evaluation;
using CodegenBert.Training.Reports;

namespace CodegenBert.Reports.Pages;

/// <summary>The few numbers that are looked at first.</summary>
internal static class Tiles
{
    private const int MostFigures = 4;

    /// <summary>Adds them.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="scored">The figures of the rows that were scored; null for none.</param>
    /// <param name="seconds">What it took.</param>
    /// <param name="peakMemoryBytes">The most memory; null if it is not known.</param>
    public static void Add(HtmlText html, EvaluationReport? scored, double seconds, long? peakMemoryBytes)
    {
        html.Markup("<div class=\"tiles\">");
        foreach (ReportFigure figure in scored?.Figures.Take(MostFigures) ?? [])
        {
            Add(html, FigureName.Of(figure.Name), FigureName.IsShare(figure.Name) ? Percent(figure.Value) : HtmlText.Number(figure.Value));
        }

        Add(html, "time", Time(seconds));
        if (peakMemoryBytes is { } bytes)
        {
            Add(html, "peak memory", string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB"));
        }

        html.Markup("</div>");
        if (scored is not null && ReportInterval.Of(scored) is { } interval)
        {
            html.Text("p class=\"note\"", string.Create(
                CultureInfo.InvariantCulture, $"On {scored.Rows} rows; {interval.Name} with 95 % confidence from {Percent(interval.Bounds.Lower)} to {Percent(interval.Bounds.Upper)}."));
        }
    }

    private static void Add(HtmlText html, string name, string value) =>
        html.Markup($"<div class=\"tile\"><span>{HtmlText.Escape(name)}</span><b>{HtmlText.Escape(value)}</b></div>");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");

    private static string Time(double seconds) => seconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s")
        : TimeSpan.FromSeconds(seconds).ToString(seconds < 3600 ? "m\\:ss" : "h\\:mm\\:ss", CultureInfo.InvariantCulture);
}
