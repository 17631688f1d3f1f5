using CodegenBert.Reports.Plots;
using CodegenBert.Training.Reports;
using CodegenBert.Training.Trials;

namespace CodegenBert.Reports.Pages;

/// <summary>The page of a search.</summary>
internal static class SearchPage
{
    /// <summary>The document.</summary>
    public static string Of(SearchReport report) => Page.Of(report.Task.Length == 0 ? "Search" : $"{report.Task}: search", html =>
    {
        html.Section(ReportSection.Of(report), new(
            "The candidates, round by round", SearchPlot.Of(report, "search"), "A line is a candidate that went on to a round with more rows.", ("validation", "the spec's values"), ("right", "the best"), ("train", "others")));
        html.Text("h2", "For the spec").Text("pre", report.ToYaml());
    });
}
