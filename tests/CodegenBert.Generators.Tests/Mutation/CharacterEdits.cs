namespace CodegenBert.Generators.Tests.Mutation;

/// <summary>Edits that know nothing of lines or keys.</summary>
internal static class CharacterEdits
{
    private static readonly string[] s_scraps =
    [
        "[", "]", "{", "}", ":", ": ", "- ", "\n", "\t", "\r\n", "\"", "'", "#", "&a ", "*a", "!t ", "|", ">", "%", "@", "<<", "---\n", "...\n", "? ", ",",
        "\0", "\uFEFF", "\u2028", "\uD83C", "🎉", "1e999", "-1", "999999999999999999999", "null", "~", "label", "Equals", "  ", "[[[[[[[[[[", "{a: {a: {a: ",
    ];

    public static string Insert(string text, Random random) => text.Insert(random.Next(text.Length + 1), random.OneOf(s_scraps));

    public static string Remove(string text, Random random)
    {
        int at = random.Next(text.Length);
        return text.Remove(at, random.Next(1, Math.Min(12, text.Length - at) + 1));
    }

    public static string Replace(string text, Random random)
    {
        int at = random.Next(text.Length);
        return text[..at] + (char)random.Next(1, 0x180) + text[(at + 1)..];
    }

    /// <summary>As after a write that stopped half-way.</summary>
    public static string Cut(string text, Random random) => text[..random.Next(text.Length)];
}
