using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CodegenBert.Generators.Benchmarks;

/// <summary>A project of many specs, of which one is edited.</summary>
internal sealed class SpeedProject
{
    public const int Specs = 500, Labels = 20;

    private const int Edited = Specs / 2;

    private readonly InMemoryText[] _specs = [.. Enumerable.Range(0, Specs).Select(i => new InMemoryText(Path(i), Spec(i)))];

    /// <summary>The project's C# before and after an edit.</summary>
    public Compilation Compilation { get; } = Code("class Before;");

    public Compilation EditedCompilation { get; } = Code("class After;");

    /// <summary>The name of the first spec's task; all are of one length.</summary>
    public static string FirstTask => Task(0);

    public GeneratorDriver Driver(IIncrementalGenerator generator) => CSharpGeneratorDriver.Create(
        [generator.AsSourceGenerator()], [.. _specs, Repository.MiniLmManifest], new CSharpParseOptions(LanguageVersion.CSharp14), new TestOptions());

    public GeneratorDriver WithAnotherRate(GeneratorDriver driver) => With(driver, Spec(Edited).Replace("3e-5", "4e-5", StringComparison.Ordinal));

    public GeneratorDriver WithAnotherLabel(GeneratorDriver driver) => With(driver, Spec(Edited).Replace("label_07", "label_77", StringComparison.Ordinal));

    private GeneratorDriver With(GeneratorDriver driver, string text) => driver.ReplaceAdditionalText(_specs[Edited], new InMemoryText(Path(Edited), text));

    private static CSharpCompilation Code(string code) => CSharpCompilation.Create("Project", [CSharpSyntaxTree.ParseText(code)]);

    private static string Path(int i) => $"/project/specs/{Task(i)}.bert.yaml";

    private static string Task(int i) => $"Task{i:D3}";

    private static string Spec(int i) => $$"""
        # A task of many.
        task: {{Task(i)}}
        description: Which of many desks must act on a text?
        input: { first: subject, second: body }
        labels:
        {{string.Join('\n', Enumerable.Range(0, Labels).Select(label => $"  - {{ name: label_{label:D2}, description: Whatever belongs to desk {label}. }}"))}}
        encoder: minilm-l6
        tokenizer: { max_length: 96 }
        head: { pooling: [cls, mean], layers: { last: 4 }, hidden: [128], dropout: 0.1 }
        freeze: { all_but_top: 2 }
        training:
          epochs: 4
          batch_size: 16
          learning_rate: 3e-5
          schedule: cosine
        """;
}
