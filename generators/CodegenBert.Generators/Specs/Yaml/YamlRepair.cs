using System.Text.RegularExpressions;

namespace CodegenBert.Generators.Specs.Yaml;

/// <summary>What a person may have meant by a malformed line: texts to try, those that lose least first.</summary>
internal static class YamlRepair
{
    private static readonly Regex s_indentingTabs = new(@"^ *\t[ \t]*", RegexOptions.Multiline | RegexOptions.CultureInvariant);
    private static readonly Regex s_key = new(@"\G(\w+)[ \t]*(?:(:)(?=\s|\z)|:?)[ \t]*", RegexOptions.CultureInvariant);
    private static readonly Regex s_item = new(@"(?:^|\n)([ ]*- ?)[^\n]*\n\z", RegexOptions.CultureInvariant);

    /// <summary>The text with the line repaired where it breaks.</summary>
    public static IEnumerable<string> Of(string text, YamlLine line, int fault)
    {
        if (YamlFaults.UnclosedBracket(text, line.BlockStart) is { } bracket)
        {
            int end = YamlLine.At(text, line.BlockStart, bracket.Start).End;
            yield return YamlFaults.Closed(text.Substring(0, end), line.BlockStart) + text.Substring(end);
        }

        string content = text.Substring(line.Start, line.End - line.Start);
        if (s_item.Match(text.Substring(line.BlockStart, line.Start - line.BlockStart)) is { Success: true } above)
        {
            yield return text.Substring(0, line.Start) + above.Groups[1].Value + content.TrimStart(' ', '-') + text.Substring(line.End);
        }

        bool isFlow = content.IndexOfAny(['[', '{'], 0, Math.Min(Math.Max(fault - line.Start, 0), content.Length)) >= 0;
        string withoutQuotes = text.Substring(0, line.Start) + content.Replace('"', ' ').Replace('\'', ' ') + text.Substring(line.End);
        if (fault < text.Length && !char.IsLetterOrDigit(text[fault]) && text[fault] is not (':' or '\n'))
        {
            yield return Blank(text, fault, fault + 1);
            yield return withoutQuotes;
        }
        else if (isFlow)
        {
            yield return withoutQuotes;
        }

        yield return Blank(text, fault, Math.Max(fault, line.End));
        yield return Blank(text, line.IsFirst ? line.Start + s_key.Match(text, line.Start).Length : line.Start, line.End);
    }

    /// <summary>With the colon and the space that belong behind the key at a position.</summary>
    public static string Keyed(string text, int start) => s_key.Match(text, start) is { Success: true } key && !key.Groups[2].Success
        ? text.Substring(0, start) + key.Groups[1].Value + ": " + text.Substring(start + key.Length)
        : text;

    /// <summary>With a step of two spaces for each indenting tab from a position on.</summary>
    public static string IndentedBySpaces(string text, int start) =>
        text.IndexOf('\t', start) < 0 ? text : s_indentingTabs.Replace(text, static indent => indent.Value.Replace("\t", "  "), -1, start);

    public static string Blank(string text, int start, int end) => text.Substring(0, start) + new string(' ', end - start) + text.Substring(end);

    /// <summary>The key that begins at a position, if it looks like one.</summary>
    public static YamlScalar? KeyAt(string text, int start) =>
        s_key.Match(text, start) is { Success: true } key ? new(new(start, key.Groups[1].Length), key.Groups[1].Value, isPlain: true) : null;
}
