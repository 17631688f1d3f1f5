using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CodegenBert.Reports.Plots;

/// <summary>
/// A plot's SVG made fit for a page: without prolog and fixed size, its inks as the page's variables, its ids its own among several plots of one page.
/// Words are added here and not drawn by the plot, which would need fonts on the machine that makes the report, and would place each letter by theirs.
/// </summary>
internal sealed partial class SvgDrawing(string svg, int width, int height)
{
    private readonly StringBuilder _added = new();

    /// <summary>Adds a word or some.</summary>
    /// <param name="x">Pixels from the left.</param>
    /// <param name="y">Pixels from the top, of the base line.</param>
    /// <param name="text">The words, in any characters.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>: where of the text x is.</param>
    /// <param name="style">A class of the style sheet; empty for none.</param>
    /// <param name="turn">Degrees, clockwise, about x and y.</param>
    public void Write(double x, double y, string text, string anchor = "start", string style = "", int turn = 0)
    {
        string turned = turn == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" transform=\"rotate({turn} {x:0.#} {y:0.#})\"");
        string styled = style.Length == 0 ? "" : $" class=\"{style}\"";
        _added.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\"{styled}{turned}>{WebUtility.HtmlEncode(text)}</text>\n");
    }

    /// <summary>Adds a dashed line.</summary>
    public void Dashes(double x1, double y1, double x2, double y2, Ink ink) => _added.Append(
        CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" style=\"stroke:{ink.Variable()}\" stroke-dasharray=\"5 4\"/>\n");

    /// <summary>Adds an area that tells something when one points at it.</summary>
    public void Tell(double x, double y, double w, double h, string text) => _added.Append(
        CultureInfo.InvariantCulture, $"<rect class=\"tell\" x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{w:0.##}\" height=\"{h:0.##}\"><title>{WebUtility.HtmlEncode(text)}</title></rect>\n");

    /// <summary>The element.</summary>
    /// <param name="id">A prefix for the plot's ids.</param>
    /// <param name="description">What the picture shows, for those who cannot see it.</param>
    /// <param name="keepsWidth">Whether the page shows it at its own width, however narrow the window is.</param>
    public string ToElement(string id, string description, bool keepsWidth)
    {
        string drawn = svg[(svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1)..svg.LastIndexOf("</svg>", StringComparison.Ordinal)];
        drawn = Clips(drawn, $"{id}-clip");
        drawn = Paint().Replace(drawn, match => Inks.Find(int.Parse(match.Groups[2].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)) is { } found
            ? $"style=\"{match.Groups[1].Value}:{found.Ink.Variable()}{Opacity(match.Groups[1].Value, found.Percent)}\""
            : match.Value);
        string size = keepsWidth ? $"style=\"width:{width}px;max-width:none\"" : $"style=\"max-width:{width * 5 / 4}px\"";
        return $"<svg role=\"img\" aria-label=\"{WebUtility.HtmlEncode(description)}\" viewBox=\"0 0 {width} {height}\" {size}>{Space().Replace(drawn, "\n")}{_added}</svg>";
    }

    /// <summary>Every shape is clipped to the same rectangle by an element of its own: one is enough.</summary>
    private static string Clips(string drawn, string id)
    {
        Match first = Clip().Match(drawn);
        return first.Success
            ? $"<clipPath id=\"{id}\">{first.Groups[1].Value}</clipPath>{Between().Replace(Reference().Replace(Clip().Replace(drawn, ""), $"url(#{id})"), "")}"
            : drawn;
    }

    private static string Opacity(string paint, int percent) => percent == 100 ? "" : string.Create(CultureInfo.InvariantCulture, $";{paint}-opacity:{percent / 100.0:0.##}");

    [GeneratedRegex("<clipPath [^>]*>(.*?)</clipPath>", RegexOptions.Singleline)]
    private static partial Regex Clip();

    [GeneratedRegex("url\\(#[^)]+\\)")]
    private static partial Regex Reference();

    /// <summary>The end of a clipped group and the beginning of the next.</summary>
    [GeneratedRegex("</g>\\s*<g clip-path=\"[^\"]*\">\\s*")]
    private static partial Regex Between();

    [GeneratedRegex("(fill|stroke)=\"#([0-9A-Fa-f]{6})\"")]
    private static partial Regex Paint();

    [GeneratedRegex("\\s*\n\\s*")]
    private static partial Regex Space();
}
