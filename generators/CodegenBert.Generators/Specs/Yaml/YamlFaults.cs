using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs.Yaml;

/// <summary>Finds in a malformed file what a person would point at: the parser notices it only later, and says it in its own words.</summary>
internal static class YamlFaults
{
    /// <summary>The first tab that indents a line, other than in the middle of a text.</summary>
    /// <param name="text">The file.</param>
    /// <param name="scalars">Where its texts are, in order.</param>
    /// <param name="isWanted">Whether a tab at that place counts.</param>
    public static TextSpan? IndentingTab(string text, IReadOnlyList<TextSpan> scalars, Func<int, bool> isWanted)
    {
        int line = 0, scalar = 0;
        while (line < text.Length)
        {
            int end = line;
            while (end < text.Length && text[end] is ' ' or '\t')
            {
                end++;
            }

            int tab = text.IndexOf('\t', line, end - line);
            while (scalar < scalars.Count && scalars[scalar].End <= tab)
            {
                scalar++;
            }

            bool isInsideText = scalar < scalars.Count && scalars[scalar].Contains(tab);
            bool hasContent = end < text.Length && text[end] is not ('\n' or '\r' or '#');
            if (tab >= 0 && hasContent && isWanted(tab) && !isInsideText)
            {
                return TextSpan.FromBounds(tab, end);
            }

            int next = text.IndexOf('\n', end);
            line = next < 0 ? text.Length : next + 1;
        }

        return null;
    }

    /// <summary>The innermost bracket that nothing closes; quoted texts and comments are skipped.</summary>
    public static TextSpan? UnclosedBracket(string text, int start = 0) => OpenBrackets(text, start) is { Count: > 0 } open ? new(open.Peek(), 1) : null;

    /// <summary>The text with what closes the brackets that are open at its end.</summary>
    public static string Closed(string text, int start)
    {
        Stack<int> open = OpenBrackets(text, start);
        return open.Count == 0 ? text : text + new string([.. open.Select(bracket => text[bracket] == '[' ? ']' : '}')]);
    }

    /// <summary>The brackets that nothing closes, the innermost on top.</summary>
    private static Stack<int> OpenBrackets(string text, int start)
    {
        Stack<int> open = new();
        for (int i = start; i < text.Length; i++)
        {
            char c = text[i];
            bool startsToken = i == 0 || char.IsWhiteSpace(text[i - 1]) || text[i - 1] is '[' or '{' or ',';
            if (c is '\'' or '"' && startsToken && text.IndexOf(c, i + 1) is > 0 and var end)
            {
                i = end;
            }
            else if (c == '#' && startsToken && text.IndexOf('\n', i) is > 0 and var newLine)
            {
                i = newLine;
            }
            else if (c is '[' or '{' && (startsToken || open.Count > 0))
            {
                open.Push(i);
            }
            else if (c is ']' or '}' && open.Count > 0)
            {
                open.Pop();
            }
        }

        return open;
    }
}
