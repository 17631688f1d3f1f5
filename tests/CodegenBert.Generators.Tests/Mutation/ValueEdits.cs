using System.Text.RegularExpressions;

namespace CodegenBert.Generators.Tests.Mutation;

/// <summary>Edits of keys and their values: mostly good YAML that means something else.</summary>
internal static partial class ValueEdits
{
    // Of every type that a key can want, and of none.
    private static readonly string[] s_values =
    [
        "", "[]", "{}", "[a, b]", "[[a], [b]]", "{ a: b }", "{ last: 2 }", "{ bottom: 1 }", "true", "yes", "null", "~", "0", "1", "-1", "2", "0.5", "1e-3", "1e999", ".nan", "0x10", "007",
        "1_000", "9223372036854775808", "2026-11-23", "\"\"", "' '", "\"a\\tb\"", "|\n    a\n    b", "C++", "1st", "Equals", "class", "größer", "🎉", "a.b.c", "./x", "../x", "/x", "minilm-l6",
        "single", "pair", "multi_label", "auto", "[{ epochs: 1, freeze: all }]", "{ patience: 2, least_change: 0.1 }", "macro_f1", "{ regression: { name: score, min: 0, max: 1 } }", "all", "none", "mean", "\"*/ \\\" </summary> {0}\"",
    ];

    /// <summary>Two keys get each other's values.</summary>
    public static string SwapValues(string text, Random random) => Swapped(text, random, "value");

    /// <summary>Two values get each other's keys.</summary>
    public static string SwapKeys(string text, Random random) => Swapped(text, random, "key");

    public static string ChangeType(string text, Random random) => Edited(text, random, static (_, random) => random.OneOf(s_values));

    public static string Nest(string text, Random random) => Edited(text, random, static (value, random) =>
    {
        int depth = random.Next(1, 24);
        return random.Next(2) == 0 ? new string('[', depth) + value + new string(']', depth) : string.Concat(Enumerable.Repeat("{ a: ", depth)) + value + new string('}', depth);
    });

    /// <summary>A long text of what was a short one.</summary>
    public static string Lengthen(string text, Random random) => Edited(text, random, static (value, random) => Many("", value, random));

    /// <summary>A list of what was there once.</summary>
    public static string Enumerate(string text, Random random) => Edited(text, random, static (value, random) => $"[{Many(", ", value, random)}]");

    public static string Quote(string text, Random random) => Edited(text, random, static (value, random) => random.Next(2) == 0 ? $"\"{value}\"" : $"'{value}'");

    // Mostly few, so that a run has time for other files; now and then more than a spec may have.
    private static string Many(string separator, string value, Random random) => string.Join(separator, Enumerable.Repeat(value, random.Next(2, random.Next(50) == 0 ? 1100 : 20)));

    private static string Edited(string text, Random random, Func<string, Random, string> edit)
    {
        MatchCollection pairs = Pairs().Matches(text);
        if (pairs.Count == 0)
        {
            return text;
        }

        Group value = pairs[random.Next(pairs.Count)].Groups["value"];
        return text[..value.Index] + edit(value.Value, random) + text[(value.Index + value.Length)..];
    }

    private static string Swapped(string text, Random random, string part)
    {
        MatchCollection pairs = Pairs().Matches(text);
        if (pairs.Count < 2)
        {
            return text;
        }

        int one = random.Next(pairs.Count - 1);
        Group first = pairs[one].Groups[part], second = pairs[random.Next(one + 1, pairs.Count)].Groups[part];
        return text[..first.Index] + second.Value + text[(first.Index + first.Length)..second.Index] + first.Value + text[(second.Index + second.Length)..];
    }

    [GeneratedRegex("""(?<key>\w+):[ \t]+(?<value>"[^"\n]*"|\[[^\]\n]*\]|\{[^}\n]*\}|[^,{}\[\]\n]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Pairs();
}
