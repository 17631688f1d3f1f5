using CodegenBert.Evaluation;
using CodegenBert.Reports.Plots;
using CodegenBert.Training.Reports;
using CodegenBert.Training.Trials;

namespace CodegenBert.Reports.Pages;

/// <summary>The page of a cross-validation.</summary>
internal static class CrossValidationPage
{
    /// <summary>The document.</summary>
    public static string Of(CrossValidationReport report) => Page.Of(report.Task.Length == 0 ? "Cross-validation" : $"{report.Task}: cross-validation", html =>
    {
        Tiles.Add(html, report.Pooled, report.Seconds, peakMemoryBytes: null);
        html.Section(ReportSection.Of(report), new("The folds", RunsPlot.Of(report, "folds"), RunsPlot.Note));
        ErrorSection.Add(html, "All rows", report.Pooled);
    });
}
