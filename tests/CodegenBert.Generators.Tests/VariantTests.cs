using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Tests;

/// <summary>Whatever a right spec says, its code compiles without a warning.</summary>
public class VariantTests
{
    private const string Start = "task: Mood\nencoder: minilm-l6\n";
    private const string Labels = "labels: [good, bad]\n";

    public static TheoryData<string> Specs => new(
    [
        Start + Labels,
        Start + Labels + "freeze: none",
        Start + Labels + "freeze: embeddings",
        Start + Labels + "freeze: { bottom: 3 }",
        Start + Labels + "freeze: { all_but_top: 6 }",
        Start + Labels + "freeze: all\nhead: { pooling: mean }",
        Start + Labels + "input: single",
        Start + Labels + "input: pair",
        Start + Labels + "input: { text: customer comment }",
        Start + Labels + "input: { first: class, second: event }",
        Start + Labels + "input: { first: value, second: field }",
        Start + Labels + "input: { first: this, second: base }",
        Start + Labels + "input: { first: 文, second: строка }",
        Start + Labels + "input: { first: raw, second: index }",
        Start + Labels + "input: { text: input }",
        Start + Labels + "input: { first: Task, second: Contoso }",
        Start + Labels + "head: { pooling: [cls, mean, sum], layers: [0, 6, 3], hidden: [256, 64], activation: relu, dropout: 0 }",
        Start + Labels + "head: { pooling: [pooler, mean], layers: { last: 1 }, hidden: [] }",
        Start + Labels + "training: { warmup: 1, max_grad_norm: 0, early_stopping: none, weight_decay: 0, learning_rate: 1, seed: 0 }",
        Start + Labels + "training: { warmup: 1.0, learning_rate: 1e-7, head_learning_rate: .5 }",
        Start + Labels + "description: \"<b> & \\\"quotes\\\" */ // {0} {braces} \\\\ \\u2028\"",
        Start + Labels + "description: |\n  Two\n\n  lines",
        Start + Labels + "namespace: Contoso.class.Texts",
        Start + "labels: [new, class, true, null, default, void, int, async, record, yes, no, system, global]",
        Start + "labels: [{ name: One, value: 1 }, { name: Seven, value: 007 }, { name: CPlusPlus, value: C++ }, { name: Sign, value: \"\\\\ \\\" { } <&>\" }]",
        Start + "labels: [Mood, Moods, label, input, example, system, CodegenBert, Probability, value]",
        Start + "labels: [gut, schlecht, größer, 好, привет, नमस्ते]",
        Start + $"labels: [{string.Join(", ", Enumerable.Range(1, 32).Select(i => $"class {i}"))}]",
        Start + $"labels: [{string.Join(", ", Enumerable.Range(1, 40).Select(i => $"class {i}"))}]",
        "task: Mood\nlabels: [good, bad]\nencoder: ./models/my bert",
        "task: Mood\r\nlabels:\r\n  - good\r\n  - bad\r\nencoder: 'minilm-l6'\r\n",
        "task: 気分\nlabels: [good, bad]\nencoder: ../x",
    ]);

    [Theory]
    [MemberData(nameof(Specs))]
    public void CompilesWithoutWarnings(string spec)
    {
        var run = GeneratorRun.OfSpec(spec);

        Assert.Empty(run.Diagnostics);
        Assert.Equal(13, run.Sources.Count());
        Assert.Empty(UserCode.With(run).Faults());
    }

    [Fact]
    public void CompilesInternally()
    {
        var run = GeneratorRun.OfSpec(Start + Labels, new TestOptions(accessibility: "internal"));
        var compilation = UserCode.With(run);

        Assert.Empty(compilation.Faults());
        Assert.DoesNotContain(compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type), type => type.DeclaredAccessibility == Accessibility.Public);
    }

    [Theory]
    [InlineData("", "MoodLabel.g.cs")]
    [InlineData("My-App.2.Texts", "My_App._2.Texts.MoodLabel.g.cs")]
    [InlineData("Contoso", "Contoso.MoodLabel.g.cs")]
    public void TakesTheProjectsNamespace(string rootNamespace, string hint)
    {
        var run = GeneratorRun.OfSpec(Start + Labels, new TestOptions(rootNamespace));

        Assert.Contains(run.Sources, source => source.HintName == hint);
        Assert.Empty(UserCode.With(run).Faults());
    }

    [Theory]
    [InlineData("/project/", "specs/x.bert.yaml")]
    [InlineData("/project/src/App/", "../../specs/x.bert.yaml")]
    [InlineData("/elsewhere/", "x.bert.yaml")]
    [InlineData("", "x.bert.yaml")]
    public void TellsNobodyWhereTheProjectLies(string projectDirectory, string path)
    {
        var run = GeneratorRun.OfSpec(Start + Labels, new TestOptions(projectDirectory: projectDirectory));

        Assert.All(run.Sources, source =>
        {
            Assert.Contains($" from {path}\n", source.SourceText.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("/project", source.SourceText.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void AFrozenEncoderHasNoLearningRateToSet()
    {
        const string use = "public static class User { public static object Options => new Contoso.MoodTrainingOptions { LearningRate = 1e-5 }; }";

        Assert.Empty(Errors(Labels));
        Assert.Equal(["CS0117"], Errors(Labels + "freeze: all\nhead: { pooling: mean }"));

        IEnumerable<string> Errors(string rest) => UserCode.With(GeneratorRun.OfSpec(Start + rest), use)
            .GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id);
    }

    [Fact]
    public void IsTheSameTextEachTime()
    {
        string[] first = Texts(), second = Texts();

        Assert.Equal(first, second);
        Assert.DoesNotContain(first, text => text.Contains('\r', StringComparison.Ordinal));

        static string[] Texts() => [.. GeneratorRun.OfSpec(Start + Labels).Sources.Select(source => source.SourceText.ToString())];
    }
}
