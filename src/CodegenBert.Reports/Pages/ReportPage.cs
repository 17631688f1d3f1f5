using System.Globalization;
using CodegenBert.Evaluation;
using CodegenBert.Training;
using CodegenBert.Training.Reports;

namespace CodegenBert.Reports.Pages;

/// <summary>The whole page, from what is looked at first to what is looked up.</summary>
internal static class ReportPage
{
    private const int MostTiles = 4;

    /// <summary>No page that a text of the data could have smuggled something into would be allowed to load or run it.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>The document.</summary>
    public static string Of(TrainingReport report)
    {
        HtmlText html = new();
        string title = report.Task.Length == 0 ? "Training report" : $"{report.Task}: training report";
        html.Markup("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Markup($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">")
            .Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">")
            .Text("title", title)
            .Markup($"<style>\n{StyleSheet()}</style></head><body><main>")
            .Text("h1", title);
        AddSummary(html, report);
        PlotSection.Add(html, report);
        EpochSection.Add(html, report);
        ErrorSection.Add(html, report);
        WorkSection.Add(html, report);
        return html.Markup("</main></body></html>").ToString();
    }

    private static void AddSummary(HtmlText html, TrainingReport report)
    {
        string begun = report.Started is { } started ? string.Create(CultureInfo.InvariantCulture, $"Begun {started:yyyy-MM-dd HH:mm zzz}. ") : "";
        html.Text("p", string.Create(
            CultureInfo.InvariantCulture,
            $"{begun}{report.TrainingRows} training rows, {report.Steps} steps in {report.Epochs.Count} epochs{(report.StoppedEarly ? ", stopped early" : "")}; epoch {report.BestEpoch} is kept."));
        html.Markup("<div class=\"tiles\">");
        EvaluationReport? validation = report.Best?.Validation;
        foreach (ReportFigure figure in validation?.Figures.Take(MostTiles) ?? [])
        {
            Tile(html, FigureName.Of(figure.Name), FigureName.IsShare(figure.Name) ? Percent(figure.Value) : HtmlText.Number(figure.Value));
        }

        Tile(html, "time", Time(report.Seconds));
        if (report.PeakMemoryBytes is { } bytes)
        {
            Tile(html, "peak memory", string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB"));
        }

        html.Markup("</div>");
        if (validation is not null && ReportInterval.Of(validation) is { } interval)
        {
            html.Text("p class=\"note\"", string.Create(
                CultureInfo.InvariantCulture, $"On {validation.Rows} validation rows; {interval.Name} with 95 % confidence from {Percent(interval.Bounds.Lower)} to {Percent(interval.Bounds.Upper)}."));
        }

        if (report.Survey is { } survey)
        {
            html.Text("h2", "Data").Text("pre", survey.ToText());
        }
    }

    private static void Tile(HtmlText html, string name, string value) =>
        html.Markup($"<div class=\"tile\"><span>{HtmlText.Escape(name)}</span><b>{HtmlText.Escape(value)}</b></div>");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");

    private static string Time(double seconds) => seconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s")
        : TimeSpan.FromSeconds(seconds).ToString(seconds < 3600 ? "m\\:ss" : "h\\:mm\\:ss", CultureInfo.InvariantCulture);

    /// <summary>The style sheet, with the plots' inks for light and for dark pages.</summary>
    public static string StyleSheet()
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!);
        return reader.ReadToEnd();
    }
}
