using System.Globalization;
using System.Text;

namespace CodegenBert.Data;

/// <summary>Values from files as messages show them: between backticks, shortened, with nothing in them that a terminal would obey or an eye would miss.</summary>
internal static class Quoted
{
    private const int LongestText = 60;
    private const int LongestList = 20;

    /// <summary>One value.</summary>
    /// <param name="value">Any text.</param>
    public static string Text(string value)
    {
        StringBuilder shown = new("`");
        int length = 0;
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (length++ == LongestText)
            {
                shown.Append('…');
                break;
            }

            Append(shown, rune);
        }

        return shown.Append('`').ToString();
    }

    /// <summary>Several values with commas between them, at most twenty.</summary>
    /// <param name="values">The values.</param>
    public static string List(IReadOnlyCollection<string> values)
    {
        string list = string.Join(", ", values.Take(LongestList).Select(Text));
        return values.Count > LongestList ? $"{list} and {values.Count - LongestList} more" : list;
    }

    private static void Append(StringBuilder shown, Rune rune)
    {
        switch (rune.Value)
        {
            case '\t':
                shown.Append("\\t");
                break;
            case '\n':
                shown.Append("\\n");
                break;
            case '\r':
                shown.Append("\\r");
                break;
            case ' ':
                shown.Append(' ');
                break;
            default:
                _ = IsInvisible(rune) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}") : shown.Append(rune.ToString());
                break;
        }
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or
        UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator;
}
