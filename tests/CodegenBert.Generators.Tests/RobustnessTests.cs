using System.Text;
using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Tests;

/// <summary>No file makes the generator throw, and none takes another one's code away.</summary>
public class RobustnessTests
{
    private const int Mutations = 3000;

    private static readonly string[] s_scraps =
    [
        "[", "]", "{", "}", ":", ": ", "- ", "\n", "\t", "\r\n", "\"", "'", "#", "&a ", "*a", "!t ", "|", ">", "%", "@", "<<", "---\n", "...\n", "? ", ",",
        "\0", "\uFEFF", "\u2028", "\uD83C", "🎉", "1e999", "-1", "999999999999999999999", "null", "~", "label", "Equals", "  ", "[[[[[[[[[[", "{a: {a: {a: ",
    ];

    [Fact]
    public void MutatedSpecsGiveDiagnosticsOnly()
    {
        string[] specs = [.. Repository.SpecFiles.Select(File.ReadAllText)];
        var random = new Random(20_261_123);
        var good = new InMemoryText("/project/good.bert.yaml", "task: Good\nlabels: [a, b]\nencoder: minilm-l6");
        var current = new InMemoryText("/project/x.bert.yaml", specs[0]);
        var run = GeneratorRun.Of([good, current, Repository.MiniLmManifest]);
        for (int i = 0; i < Mutations; i++)
        {
            var next = new InMemoryText(current.Path, Mutated(specs[random.Next(specs.Length)], random));
            InMemoryText previous = current;
            run = run.Again(driver => driver.ReplaceAdditionalText(previous, next));
            current = next;

            Assert.True(run.Result.Exception is null, $"{run.Result.Exception}\n{next.GetText()}");
            Assert.DoesNotContain(run.Result.Diagnostics, diagnostic => diagnostic.Id == "CBERT001");
            Assert.True(run.Sources.Count() is 13 or 26, next.GetText().ToString());
        }
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

    private static string Mutated(string spec, Random random)
    {
        var text = new StringBuilder(spec);
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(3))
            {
                case 0:
                    text.Insert(at, s_scraps[random.Next(s_scraps.Length)]);
                    break;
                case 1:
                    text.Remove(at, random.Next(1, Math.Min(12, text.Length - at) + 1));
                    break;
                default:
                    text[at] = (char)random.Next(1, 0x180);
                    break;
            }
        }

        return text.ToString();
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
