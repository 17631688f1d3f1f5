using System.Text;
using CodegenBert.Generators.Tests.Mutation;
using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Tests;

/// <summary>No file makes the generator throw, and none takes another one's code away.</summary>
public class RobustnessTests
{
    // As many as take some seconds; the benchmarks' command `mutate 100000` tries more.
    private const int Mutations = 3000;

    [Fact]
    public void MutatedFilesGiveDiagnosticsOnly()
    {
        var project = new MutationProject();
        MutationOutcome[] outcomes = [.. Enumerable.Range(0, Mutations).Select(seed => project.Run(MutatedFile.Of(seed)))];

        Assert.Equal([], outcomes.Where(outcome => outcome.Fault is not null).Select(outcome => $"{outcome.Fault}\n{MutatedFile.Of(outcome.Seed).Text}"));
        // They are not all of one kind: what is tried are wrong and right specs of each output.
        Assert.Equal(GeneratedTypes.Counts.Append(0).Order(), outcomes.Select(outcome => outcome.Files).Distinct().Order());
        Assert.Contains(outcomes, outcome => outcome is { Files: > 0, Errors: > 0 });
        Assert.Contains(outcomes, outcome => outcome is { Files: > 0, Errors: 0 });
    }

    [Fact]
    public void ASeedMakesTheSameFileAgain() => Assert.Equal(MutatedFile.Of(Mutations), MutatedFile.Of(Mutations));

    [Fact]
    public void ARepairedTextMayBeLongerThanItsFile()
    {
        var run = GeneratorRun.OfSpec("labels: [good, bad]\nencoder: ./x\ntask:\n\t\tMood");

        Assert.Equal(["specs/x.bert.yaml(4,1)-(4,3): error CBERT002: The YAML cannot be read: a tab is no indentation in YAML, use spaces"], run.Diagnostics);
        Assert.Equal(GeneratedTypes.SingleLabel, run.Sources.Count());
    }

    [Fact]
    public void AFileThatCannotBeOpenedIsReported() => Assert.Equal(
        ["gone.bert.yaml(1,1)-(1,1): error CBERT004: The file cannot be opened: see whether it still exists"],
        GeneratorRun.Of([new Unopened("/project/gone.bert.yaml")]).Diagnostics);

    [Fact]
    public void ABugIsReportedAtItsFileAndLeavesTheOtherSpecsAlone()
    {
        var good = new InMemoryText("/project/good.bert.yaml", "task: Good\nlabels: [a, b]\nencoder: ./x");
        var run = GeneratorRun.Of([good, new Failing("/project/bad.bert.yaml")]);

        Assert.Equal(
            ["bad.bert.yaml(1,1)-(1,1): error CBERT001: CodegenBert failed on this file with DivideByZeroException (on purpose): this is a bug of the generator, please report it together with the file"],
            run.Diagnostics);
        Assert.Equal(13, run.Sources.Count());
    }

    [Fact]
    public void AFileInAnotherEncodingIsReportedAtItsFirstStrangeLetter()
    {
        var file = new InMemoryText("/project/x.bert.yaml", "task: Mood\nlabels: [good, größer]\nencoder: ./x", Encoding.Latin1);

        Assert.Equal(["x.bert.yaml(2,18)-(2,19): error CBERT004: The file is not UTF-8: save it as UTF-8"], GeneratorRun.Of([file]).Diagnostics);
    }

    [Fact]
    public void ALetterThatAnEditorCouldNotReadIsReported() => Assert.Equal(
        ["specs/x.bert.yaml(1,9)-(1,10): error CBERT004: The file is not UTF-8: save it as UTF-8"],
        GeneratorRun.OfSpec("task: Mo\uFFFDd").Diagnostics);

    [Fact]
    public void AHugeFileIsNotParsed() => Assert.Equal(
        ["specs/x.bert.yaml(1,1)-(1,1): error CBERT004: The file has 300000 characters: a spec has at most 262144"],
        GeneratorRun.OfSpec(new string('[', 300_000)).Diagnostics);

    [Theory]
    [InlineData("[", 1)]
    [InlineData("{", 1)]
    [InlineData("- ", 1)]
    [InlineData("? ", 1)]
    [InlineData("a: ", 1)]
    [InlineData("\"", 1)]
    [InlineData("' ", 1)]
    [InlineData("&a ", 1)]
    [InlineData("!t ", 1)]
    [InlineData("%", 1)]
    [InlineData("---\n", 1)]
    [InlineData("a:\n", 2)]
    [InlineData("- a\n", 1)]
    [InlineData("a: |\n  x\n  \ty\n", 2)]
    [InlineData("a: \"x\n\ty\"\n", 2)]
    public void AHostileFileIsReadToItsEnd(string part, int least)
    {
        string text = string.Concat(Enumerable.Repeat(part, 200_000 / part.Length));

        Assert.True(GeneratorRun.OfSpec(text).Result.Diagnostics.Length >= least);
    }

    [Fact]
    public void AThousandLabelsAreEnough()
    {
        var run = GeneratorRun.OfSpec($"task: Many\nencoder: minilm-l6\nlabels: [{string.Join(", ", Enumerable.Range(0, 1001).Select(i => $"l{i}"))}]");

        Assert.Equal(["specs/x.bert.yaml(3,9)-(3,5906): error CBERT010: 'labels' must be a list of 2 to 1,000 labels, but it is one of 1001"], run.Diagnostics);
    }

    [Theory]
    [InlineData("encoder: tiny\nlayers: 2", "tiny.encoder.yaml(1,1)-(2,10): error CBERT017: The encoder manifest is broken: it needs 'encoder' (a name), 'layers' and 'max_positions' (whole numbers of 1 or more)")]
    [InlineData("encoder: tiny\nlayers: none\nmax_positions: 2", "tiny.encoder.yaml(1,1)-(3,17): error CBERT017: The encoder manifest is broken: it needs 'encoder' (a name), 'layers' and 'max_positions' (whole numbers of 1 or more)")]
    [InlineData("encoder: [", "tiny.encoder.yaml(1,10)-(1,11): error CBERT002: The YAML cannot be read: this '[' is not closed")]
    public void ABrokenManifestIsReported(string manifest, string expected) =>
        Assert.Equal([expected], GeneratorRun.Of([new InMemoryText("/project/tiny.encoder.yaml", manifest)]).Diagnostics);

    [Fact]
    public void WithoutAnyPackageTheEncodersPackageIsNamed() => Assert.Equal(
        ["x.bert.yaml(3,10)-(3,19): error CBERT016: No referenced package brings the encoder 'minilm-l6': reference the package CodegenBert.Encoders.MiniLM"],
        GeneratorRun.Of([new InMemoryText("/project/x.bert.yaml", "task: Mood\nlabels: [good, bad]\nencoder: minilm-l6")]).Diagnostics);

    [Fact]
    public void TasksThatDifferInCaseOnlyAreOne()
    {
        var run = GeneratorRun.Of(
        [
            new InMemoryText("/project/b.bert.yaml", "task: MOOD\nlabels: [good, bad]\nencoder: ./x"),
            new InMemoryText("/project/a.bert.yml", "task: Mood\nlabels: [good, bad]\nencoder: ./x"),
        ]);

        Assert.Equal(["CBERT019", "CBERT019"], run.Result.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.All(run.Sources, source => Assert.Contains("Mood", source.HintName, StringComparison.Ordinal));
    }

    private sealed class Unopened(string path) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => null;
    }

    private sealed class Failing(string path) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => throw new DivideByZeroException("on purpose");
    }
}
