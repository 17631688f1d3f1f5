using System.Globalization;
using System.Text;
using CodegenBert.Evaluation;

namespace CodegenBert.Training.Reports;

/// <summary>Pieces of Markdown, safe whatever the data say.</summary>
/// <param name="text">Where to.</param>
internal sealed class MarkdownText(StringBuilder text)
{
    /// <summary>What means something in Markdown or in HTML within it.</summary>
    private const string Special = "\\`*_{}[]<>()#+!|~&$@:";

    /// <summary>A text as it stands: on one line, with everything escaped that would be markup.</summary>
    public static string Escape(string value)
    {
        StringBuilder escaped = new(value.Length);
        foreach (char one in value)
        {
            escaped.Append(char.IsControl(one) ? " " : Special.Contains(one, StringComparison.Ordinal) ? $"\\{one}" : one.ToString());
        }

        return escaped.ToString();
    }

    /// <summary>A heading.</summary>
    public void Heading(int level, string title) => text.Append(CultureInfo.InvariantCulture, $"{new string('#', level)} {title}\n\n");

    /// <summary>A paragraph.</summary>
    public void Paragraph(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\n\n");

    /// <summary>Lines of a fixed width.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="language">What they are in.</param>
    public void Code(string lines, string language = "text") => text.Append(CultureInfo.InvariantCulture, $"```{language}\n").Append(lines.Replace("```", "'''", StringComparison.Ordinal)).Append("\n```\n\n");

    /// <summary>A table; a column whose heading begins with a space is of numbers.</summary>
    /// <param name="columns">The headings.</param>
    /// <param name="rows">The cells, escaped already.</param>
    public void Table(string[] columns, IEnumerable<string[]> rows)
    {
        Row(columns.Select(column => column.Trim()));
        Row(columns.Select(column => column.StartsWith(' ') ? "---:" : "---"));
        foreach (string[] row in rows)
        {
            Row(row);
        }

        text.Append('\n');
    }

    /// <summary>A section: its words and its table, escaped here.</summary>
    public void Section(ReportSection section)
    {
        Heading(2, section.Title);
        foreach (string paragraph in section.Paragraphs)
        {
            Paragraph($"{Escape(paragraph)}");
        }

        Table([.. section.Columns], section.Rows.Select(row => row.Select(Escape).ToArray()));
    }

    /// <summary>The validation figures of a report, or of several folds together.</summary>
    /// <param name="heading">Of the first column.</param>
    /// <param name="report">The report.</param>
    public void Figures(string heading, EvaluationReport report)
    {
        Table([heading, " value"], report.Figures.Select(figure => new[] { figure.Name, Cell.Figure(figure.Value) }));
        if (ReportInterval.Of(report) is { } interval)
        {
            Paragraph($"{interval.Name}: {100 * interval.Share:F1} %, with 95 % confidence from {100 * interval.Bounds.Lower:F1} to {100 * interval.Bounds.Upper:F1} % ({report.Rows} rows).");
        }
    }

    private void Row(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
