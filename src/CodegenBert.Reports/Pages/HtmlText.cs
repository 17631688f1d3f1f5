using System.Globalization;
using System.Net;
using System.Text;
using CodegenBert.Training.Reports;

namespace CodegenBert.Reports.Pages;

/// <summary>Pieces of HTML. Everything that is not markup of ours is escaped here, and only here.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new();

    /// <summary>A text as it stands, in an element or an attribute.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Markup as it stands.</summary>
    public HtmlText Markup(string html)
    {
        _html.Append(html).Append('\n');
        return this;
    }

    /// <summary>An element with a text.</summary>
    /// <param name="element">Its name, and attributes if it has any.</param>
    /// <param name="text">The text.</param>
    public HtmlText Text(string element, string text) => Markup($"<{element}>{Escape(text)}</{element.Split(' ')[0]}>");

    /// <summary>A table that can be scrolled where it is too wide.</summary>
    /// <param name="columns">The headings; a column whose heading begins with a space is of numbers.</param>
    /// <param name="rows">The cells.</param>
    /// <param name="style">A class of the style sheet: <c>breaks</c> breaks long words, so that the table fits any window, <c>whole</c> breaks no line; empty for none.</param>
    public HtmlText Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, string style = "")
    {
        Markup($"<div class=\"scroll\"><table{(style.Length > 0 ? $" class=\"{style}\"" : "")}><thead><tr>");
        foreach (string column in columns)
        {
            Text(column.StartsWith(' ') ? "th class=\"number\"" : "th", column.Trim());
        }

        Markup("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            Markup("<tr>" + string.Concat(row.Select((cell, i) => $"<td{(columns[i].StartsWith(' ') ? " class=\"number\"" : "")}>{Escape(cell)}</td>")) + "</tr>");
        }

        return Markup("</tbody></table></div>");
    }

    /// <summary>A plot with its title.</summary>
    /// <param name="title">The title.</param>
    /// <param name="legend">What each colour means: a class of the style sheet and words; none for a plot of one colour.</param>
    /// <param name="svg">The plot.</param>
    /// <param name="note">A line below; empty for none.</param>
    /// <param name="isWide">Whether it takes the page's width.</param>
    public HtmlText Figure(string title, IEnumerable<(string Style, string Words)> legend, string svg, string note = "", bool isWide = false)
    {
        Markup(isWide ? "<figure class=\"wide\">" : "<figure>");
        Markup($"<figcaption><b>{Escape(title)}</b>{string.Concat(legend.Select(one => $" <span class=\"key {one.Style}\">{Escape(one.Words)}</span>"))}</figcaption>");
        Markup($"<div class=\"scroll\">{svg}</div>");
        return note.Length == 0 ? Markup("</figure>") : Text("p class=\"note\"", note).Markup("</figure>");
    }

    /// <summary>A section: its words, its plot, its table.</summary>
    /// <param name="section">The section.</param>
    /// <param name="plot">The plot; null for none.</param>
    public HtmlText Section(ReportSection section, SectionPlot? plot = null)
    {
        Text("h2", section.Title);
        foreach (string paragraph in section.Paragraphs)
        {
            Text("p", paragraph);
        }

        if (plot is not null)
        {
            Markup("<div class=\"plots\">").Figure(plot.Title, plot.Legend, plot.Svg, plot.Note).Markup("</div>");
        }

        return Table(section.Columns, section.Rows, "whole");
    }

    /// <summary>A figure in four digits.</summary>
    public static string Number(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture) ?? "";

    /// <inheritdoc />
    public override string ToString() => _html.ToString();
}
