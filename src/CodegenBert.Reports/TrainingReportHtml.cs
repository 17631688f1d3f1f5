using CodegenBert.Reports.Pages;
using CodegenBert.Training;

namespace CodegenBert.Reports;

/// <summary>A training run's report as one HTML file that holds all it shows: no script, nothing from elsewhere.</summary>
public static class TrainingReportHtml
{
    /// <summary>The report as an HTML document.</summary>
    /// <param name="report">The report.</param>
    public static string ToHtml(this TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ReportPage.Of(report);
    }

    /// <summary>Writes the report as an HTML file in UTF-8; a file of that name is replaced.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">The file; missing folders are made.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void WriteHtml(this TrainingReport report, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        HtmlFile.Write(path, report.ToHtml());
    }
}
