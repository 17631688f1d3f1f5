using System.Text;
using CodegenBert.Generators.Tests.Running;

namespace CodegenBert.Generators.Tests.Wrong;

/// <summary>
/// A wrong spec with all that the generator says of it, from <c>wrong-specs.txt</c>: <c>=== name</c>, the YAML, <c>--- says</c>, the diagnostics.
/// In the YAML, <c>⇥</c> stands for a tab.
/// </summary>
internal sealed record WrongSpec(string Name, string Yaml, IReadOnlyList<string> Diagnostics)
{
    private const string NameMark = "=== ", DiagnosticsMark = "--- says";

    public static string File { get; } = Path.Combine(Repository.TestProject, "Wrong", "wrong-specs.txt");

    public static IReadOnlyList<WrongSpec> All { get; } = [.. Read()];

    /// <summary>The file anew with what the generator says now; what changed is for a person to judge.</summary>
    public static string Rewritten()
    {
        var text = new StringBuilder();
        foreach (WrongSpec spec in All)
        {
            text.Append(NameMark).Append(spec.Name).Append('\n').Append(spec.Yaml.Replace('\t', '⇥')).Append(DiagnosticsMark).Append('\n');
            foreach (string diagnostic in GeneratorRun.OfSpec(spec.Yaml).DiagnosticsWithSecondPlaces)
            {
                text.Append(diagnostic).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<WrongSpec> Read()
    {
        string text = System.IO.File.ReadAllText(File).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('⇥', '\t');
        foreach (string part in ("\n" + text).Split("\n" + NameMark, StringSplitOptions.RemoveEmptyEntries))
        {
            int nameEnd = part.IndexOf('\n', StringComparison.Ordinal);
            int yamlEnd = part.IndexOf(DiagnosticsMark, StringComparison.Ordinal);
            yield return new(part[..nameEnd], part[(nameEnd + 1)..yamlEnd], part[(yamlEnd + DiagnosticsMark.Length)..].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }
}
