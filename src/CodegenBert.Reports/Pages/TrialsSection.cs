using CodegenBert.Reports.Plots;
using CodegenBert.Training;
using CodegenBert.Training.Reports;

namespace CodegenBert.Reports.Pages;

/// <summary>The runs that the kept one was chosen from: the freezings that were tried, the seeds.</summary>
internal static class TrialsSection
{
    /// <summary>Adds what there is.</summary>
    public static void Add(HtmlText html, TrainingReport report)
    {
        if (report.FreezeLadder is { } ladder)
        {
            html.Section(ReportSection.Of(ladder), new("The freezings that were tried", LadderPlot.Of(ladder, "ladder"), LadderPlot.Note));
        }

        if (report.Seeds is { ChosenByValidation: true } seeds)
        {
            html.Section(ReportSection.Of(seeds), new("The seeds", RunsPlot.Of(seeds, "seeds"), RunsPlot.Note));
        }
        else if (report.Seeds is { } equals)
        {
            html.Section(ReportSection.Of(equals));
        }
    }
}
