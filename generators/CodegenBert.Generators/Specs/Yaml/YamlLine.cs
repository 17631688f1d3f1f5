namespace CodegenBert.Generators.Specs.Yaml;

/// <summary>A line of a block, without its break.</summary>
/// <param name="BlockStart">Where its block begins.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="IsSecond">Whether it follows the block's first line.</param>
internal readonly record struct YamlLine(int BlockStart, int Start, int End, bool IsSecond)
{
    public bool IsFirst => Start == BlockStart;

    /// <summary>The line that a place is in.</summary>
    public static YamlLine At(string text, int blockStart, int place)
    {
        int start = place <= blockStart ? blockStart : Math.Max(blockStart, text.LastIndexOf('\n', place - 1) + 1);
        int firstBreak = text.IndexOf('\n', blockStart);
        return new(blockStart, start, Before(text.IndexOf('\n', start), text), start > blockStart && start == firstBreak + 1);
    }

    /// <summary>The word that a line begins with, if it can be a key: alone, or with a colon or a space behind it.</summary>
    public static string? KeyOf(string line)
    {
        int end = 0;
        while (end < line.Length && (char.IsLetterOrDigit(line[end]) || line[end] == '_'))
        {
            end++;
        }

        return end > 0 && (end == line.Length || line[end] is ':' or ' ' or '\t') ? line.Substring(0, end) : null;
    }

    public static int Indentation(string line) => line.Length - line.TrimStart(' ').Length;

    private static int Before(int newLine, string text) => newLine < 0 ? text.Length : newLine;
}
