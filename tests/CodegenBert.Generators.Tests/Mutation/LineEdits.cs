namespace CodegenBert.Generators.Tests.Mutation;

/// <summary>Edits of whole lines, as a slip in an editor or a wrong merge makes them.</summary>
internal static class LineEdits
{
    private static readonly string[] s_indentations = ["", " ", "  ", "    ", "\t", " \t", "        ", "- ", "  - ", "# "];

    public static string Delete(string text, Random random) => Edited(text, random, static (lines, at, _) => lines.RemoveAt(at));

    /// <summary>The same line twice, and with it its keys.</summary>
    public static string Duplicate(string text, Random random) => Edited(text, random, static (lines, at, random) => lines.Insert(random.Next(lines.Count + 1), lines[at]));

    public static string Move(string text, Random random) => Edited(text, random, static (lines, at, random) =>
    {
        string line = lines[at];
        lines.RemoveAt(at);
        lines.Insert(random.Next(lines.Count + 1), line);
    });

    public static string Indent(string text, Random random) => Edited(text, random, static (lines, at, random) => lines[at] = random.OneOf(s_indentations) + lines[at].TrimStart());

    public static string IndentTheRest(string text, Random random) => Edited(text, random, static (lines, at, random) =>
    {
        string indentation = random.OneOf(s_indentations);
        for (int i = at; i < lines.Count; i++)
        {
            lines[i] = indentation + lines[i];
        }
    });

    public static string Join(string text, Random random) => Edited(text, random, static (lines, at, _) =>
    {
        if (at + 1 < lines.Count)
        {
            lines[at] += lines[at + 1];
            lines.RemoveAt(at + 1);
        }
    });

    private static string Edited(string text, Random random, Action<List<string>, int, Random> edit)
    {
        List<string> lines = [.. text.Split('\n')];
        edit(lines, random.Next(lines.Count), random);
        return string.Join('\n', lines);
    }
}
