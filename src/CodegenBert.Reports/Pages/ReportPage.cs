using System.Globalization;
using CodegenBert.Training;
using CodegenBert.Training.Reports;

namespace CodegenBert.Reports.Pages;

/// <summary>The page of a run, from what is looked at first to what is looked up.</summary>
internal static class ReportPage
{
    /// <summary>The document.</summary>
    public static string Of(TrainingReport report) => Page.Of(report.Task.Length == 0 ? "Training report" : $"{report.Task}: training report", html =>
    {
        AddSummary(html, report);
        PlotSection.Add(html, report);
        TrialsSection.Add(html, report);
        EpochSection.Add(html, report);
        ErrorSection.Add(html, report);
        WorkSection.Add(html, report);
    });

    private static void AddSummary(HtmlText html, TrainingReport report)
    {
        string begun = report.Started is { } started ? string.Create(CultureInfo.InvariantCulture, $"Begun {started:yyyy-MM-dd HH:mm zzz}. ") : "";
        html.Text("p", string.Create(
            CultureInfo.InvariantCulture,
            $"{begun}{report.TrainingRows} training rows, {report.Steps} steps in {report.Epochs.Count} epochs{(report.StoppedEarly ? ", stopped early" : "")}; epoch {report.BestEpoch} is kept.{Resumption.Of(report)}"));
        Tiles.Add(html, report.Best?.Validation, report.Seconds, report.PeakMemoryBytes);
        if (report.Survey is { } survey)
        {
            html.Text("h2", "Data").Text("pre", survey.ToText());
        }
    }
}
