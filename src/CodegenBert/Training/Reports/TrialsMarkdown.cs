using System.Text;
using CodegenBert.Training.Trials;

namespace CodegenBert.Training.Reports;

/// <summary>The reports of several trainings, of which none is kept, in Markdown.</summary>
internal static class TrialsMarkdown
{
    /// <summary>A cross-validation.</summary>
    public static string Of(CrossValidationReport report) => Document("Cross-validation", report.Task, markdown =>
    {
        markdown.Figures("figure over all folds", report.Pooled);
        markdown.Section(ReportSection.Of(report));
    });

    /// <summary>A search.</summary>
    public static string Of(SearchReport report) => Document("Search", report.Task, markdown =>
    {
        markdown.Section(ReportSection.Of(report));
        markdown.Heading(2, "For the spec");
        markdown.Code(report.ToYaml().TrimEnd('\n'), "yaml");
    });

    private static string Document(string title, string task, Action<MarkdownText> append)
    {
        StringBuilder text = new();
        MarkdownText markdown = new(text);
        markdown.Heading(1, task.Length == 0 ? title : $"{title}: {MarkdownText.Escape(task)}");
        append(markdown);
        return text.ToString().TrimEnd('\n') + "\n";
    }
}
