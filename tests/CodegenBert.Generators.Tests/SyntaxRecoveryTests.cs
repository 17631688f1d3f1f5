using System.Collections.Concurrent;
using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Tests;

/// <summary>A line that is no YAML is one error, wherever it stands and whatever is wrong with it: what all other lines say stays.</summary>
public class SyntaxRecoveryTests
{
    private const string Use = """
        using Contoso.Texts;

        internal static class User
        {
            public static object Use(MoodDataset train, MoodTrainingOptions options)
            {
                var tokenizer = MoodTokenizer.Load();
                using MoodTrainingResult result = new MoodTrainer().Train(train, train, options);
                MoodPrediction prediction = result.Classifier.Predict(new MoodInput(question: "Does it rain?", reply: "Yes."));
                var example = new MoodExample("Does it rain?", "No.", MoodLabel.SoSo);
                return prediction is { Label: MoodLabel.Good, Probability: > 0.5f } good ? good.Probabilities.Good : prediction.Probabilities.Bad;
            }
        }
        """;

    // Labels as a list of lines: one that breaks must not take the others away.
    private static readonly string[] s_lines =
    [
        "version: 1",
        "task: Mood",
        "namespace: Contoso.Texts",
        "description: How does it sound?",
        "input:",
        "  first: question",
        "  second: reply",
        "labels:",
        "  - good",
        "  - bad",
        "  - so so",
        "encoder: minilm-l6",
        "tokenizer: { max_length: 64 }",
        "head:",
        "  pooling: cls",
        "  dropout: 0.1",
        "freeze: { all_but_top: 2 }",
        "training: { epochs: 2 }",
    ];

    private static readonly Dictionary<string, Func<string, string?>> s_damages = new(StringComparer.Ordinal)
    {
        ["a quote that is not closed"] = line => Value(line) is { } at ? line.Insert(at, "\"") : null,
        ["another quote that is not closed"] = line => Value(line) is { } at ? line.Insert(at, "'") : null,
        ["a text after a quoted one"] = line => Value(line) is { } at && line[at] != '{' ? line[..at] + $"\"{line[at..]}\" x" : null,
        ["a sign that begins no text"] = line => Value(line) is { } at ? line.Insert(at, "@") : null,
        ["a text with a colon"] = line => Value(line) is not null && !IsItem(line) ? line + ": x" : null,
        ["no colon"] = line => line[0] is ' ' ? null : line.Replace(":", "", StringComparison.Ordinal),
        ["no space behind the colon"] = line => line[0] is not ' ' && Value(line) is { } at ? line.Remove(at - 1, 1) : null,
        ["a tab"] = line => line[0] is ' ' ? "\t" + line.TrimStart() : null,
        ["no dash"] = line => IsItem(line) && line != "  - good" ? line.Replace("- ", "", StringComparison.Ordinal) : null,
        ["one space more"] = line => line[0] is ' ' || line == s_lines[0] ? null : " " + line,
        ["a closing bracket too much"] = line => line.EndsWith('}') ? line + "]" : null,
        ["a wrong closing bracket"] = line => line.EndsWith('}') ? line[..^1] + "]" : null,
        ["no closing bracket"] = line => line.EndsWith('}') ? line[..^1] : null,
        ["a key half written below it"] = line => line + "\ntrai",
        ["a closing bracket below it"] = line => line + "\n]",
    };

    private static readonly ConcurrentDictionary<string, Diagnostic[]> s_errors = new(StringComparer.Ordinal);

    public static IEnumerable<object[]> DamagedLines =>
        from line in s_lines from damage in s_damages where damage.Value(line) is not null select new object[] { line, damage.Key };

    [Theory]
    [MemberData(nameof(DamagedLines))]
    public void IsOneErrorAndLeavesAllTypes(string line, string damage)
    {
        var run = GeneratorRun.OfSpec(string.Join("\n", s_lines.Select(each => each == line ? s_damages[damage](each) : each)));

        Assert.Single(run.Diagnostics);
        Assert.Equal(DiagnosticSeverity.Error, run.Result.Diagnostics[0].Severity);
        Assert.Equal(13, run.Sources.Count());
        Assert.Empty(Errors(run));
    }

    [Theory]
    [InlineData("labels: [good, bad, so so")]
    [InlineData("labels: [good, bad, so so]]")]
    [InlineData("labels: [good, bad, so so}")]
    [InlineData("labels: [good,, bad, so so]")]
    [InlineData("labels: [\"good, bad, so so]")]
    [InlineData("labels: [\"good, \"bad\", so so]")]
    [InlineData("labels: [\n  good,\n  bad,\n  so so\n")]
    [InlineData("labels:\n  - { name: Good, value: \"+\"\n  - bad\n  - so so\n")]
    [InlineData("labels:\n  - name: Good\n     value: \"+\"\n  - bad\n  - so so\n")]
    [InlineData("labels:\n  - good\n  -bad\n  - so so\n")]
    [InlineData("labels:\n- good\n- \"bad\n- so so\n")]
    public void NoLabelIsLost(string labels)
    {
        var run = GeneratorRun.OfSpec(string.Join("\n", [.. s_lines.TakeWhile(line => line != "labels:"), labels, .. s_lines.SkipWhile(line => line != "encoder: minilm-l6")]));

        Assert.NotEmpty(run.Diagnostics);
        Assert.Empty(Errors(run));
    }

    // Most damages leave the same code, which is compiled once.
    private static Diagnostic[] Errors(GeneratorRun run) => s_errors.GetOrAdd(
        string.Concat(run.Sources.Select(source => source.SourceText)),
        _ => [.. UserCode.With(run, Use).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)]);

    private static bool IsItem(string line) => line.StartsWith("  - ", StringComparison.Ordinal);

    /// <summary>Where the value of a line begins.</summary>
    private static int? Value(string line) =>
        line.IndexOf(IsItem(line) ? "- " : ": ", StringComparison.Ordinal) is >= 0 and var mark ? mark + 2 : null;
}
