using System.Text;
using CodegenBert.Reports;
using CodegenBert.Training;

namespace CodegenBert.Samples.CommandLine;

/// <summary>The files that a run's report goes to: HTML, and Markdown of the same name beside it.</summary>
internal sealed class ReportFiles
{
    private readonly string? _modelFolder;
    private readonly WholeFile? _html;
    private readonly WholeFile? _markdown;

    private ReportFiles(string html, string? modelFolder)
    {
        (Html, _modelFolder) = (html, modelFolder);
        if (modelFolder is null)
        {
            (_html, _markdown) = (new(html), new(Markdown));
        }
    }

    /// <summary>The HTML file.</summary>
    public string Html { get; }

    private string Markdown => Path.ChangeExtension(Html, ".md");

    /// <summary>The files of a run; null if it has none.</summary>
    /// <param name="html">The HTML file that was asked for, if one was: it is made sure at once that it can be written.</param>
    /// <param name="modelFolder">The folder that the model is saved in, if it is: the report's place if no other was asked for.</param>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static ReportFiles? For(string? html, string? modelFolder) =>
        html is not null ? new(html, null) : modelFolder is not null ? new(Path.Combine(modelFolder, "report.html"), modelFolder) : null;

    /// <summary>Writes them; those in the model's folder after the model, which is swapped into its place as a whole.</summary>
    /// <exception cref="CommandException">They cannot be written.</exception>
    public void Write(TrainingReport report)
    {
        (WholeFile html, WholeFile markdown) = _modelFolder is null ? (_html!, _markdown!) : (new(Html), new(Markdown));
        html.Write(stream => stream.Write(Encoding.UTF8.GetBytes(report.ToHtml())));
        markdown.Write(stream => stream.Write(Encoding.UTF8.GetBytes(report.ToMarkdown())));
    }
}
