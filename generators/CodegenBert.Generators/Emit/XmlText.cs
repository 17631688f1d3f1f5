using System.Text;

namespace CodegenBert.Generators.Emit;

/// <summary>Text from a spec inside of XML documentation.</summary>
internal static class XmlText
{
    /// <summary>Escaped, on one line.</summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '&' => line.Append("&amp;"),
                '<' => line.Append("&lt;"),
                '>' => line.Append("&gt;"),
                _ when char.IsWhiteSpace(c) || char.IsControl(c) => line.Length > 0 && line[line.Length - 1] == ' ' ? line : line.Append(' '),
                _ => line.Append(c),
            };
        }

        return line.ToString().Trim();
    }

    /// <summary>As a sentence: with a full stop if it has no end of its own.</summary>
    public static string Sentence(string text)
    {
        string escaped = Of(text);
        return escaped.Length == 0 || escaped[escaped.Length - 1] is '.' or '?' or '!' ? escaped : escaped + ".";
    }
}
