using System.Diagnostics;
using System.Globalization;
using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CodegenBert.Generators.Tests.Mutation;

/// <summary>A project of two good specs and an encoder's manifest, which a mutated file is added to or put in the place of.</summary>
internal sealed class MutationProject
{
    /// <summary>Of so many files, the code of one is parsed: that takes longer than all else.</summary>
    public const int ParsedOneOf = 8;

    // By path before any mutated spec: were a task's name to become theirs, theirs would stand.
    private static readonly InMemoryText[] s_others =
    [
        new("/project/a.bert.yaml", "task: Good\nlabels: [a, b]\nencoder: ./x"),
        new("/project/b.bert.yaml", "task: Named\nlabels: [a, b]\nencoder: minilm-l6"),
    ];

    // With malformed XML documentation as a diagnostic.
    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    private readonly Compilation _compilation = CSharpCompilation.Create("Project");
    private readonly GeneratorDriver _driver;
    private readonly Dictionary<string, GeneratedSourceResult> _others;

    public MutationProject()
    {
        _driver = CSharpGeneratorDriver.Create([new TaskSpecGenerator().AsSourceGenerator()], [.. s_others, Repository.MiniLmManifest], s_parseOptions, new TestOptions()).RunGenerators(_compilation);
        _others = Result(_driver).GeneratedSources.ToDictionary(source => source.HintName);
    }

    /// <summary>Runs the generator with the file; each run starts from the same state.</summary>
    public MutationOutcome Run(MutatedFile file)
    {
        var text = new InMemoryText(file.Original.Path, file.Text);
        GeneratorDriver edited = file.IsManifest ? _driver.ReplaceAdditionalText(file.Original, text) : _driver.AddAdditionalTexts([text]);
        long start = Stopwatch.GetTimestamp();
        GeneratorRunResult result = Result(edited.RunGenerators(_compilation));
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (result.Exception is { } exception)
        {
            return new(file.Seed, 0, 0, milliseconds, exception.ToString());
        }

        GeneratedSourceResult[] own = [.. result.GeneratedSources.Where(source => !_others.ContainsKey(source.HintName))];
        int errors = result.Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return new(file.Seed, own.Length, errors, milliseconds, Fault(file, result, own, errors));
    }

    private string? Fault(MutatedFile file, GeneratorRunResult result, GeneratedSourceResult[] own, int errors) =>
        result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Id == "CBERT001") is { } failure ? failure.GetMessage(CultureInfo.InvariantCulture)
        : Lost(file, result) is { } lost ? $"{lost} is lost or changed"
        : own.Length != ExpectedFiles(file, own, errors) ? $"{own.Length} files instead of {ExpectedFiles(file, own, errors)}, with {errors} errors"
        : file.Seed % ParsedOneOf == 0 && own.SelectMany(source => source.SyntaxTree.GetDiagnostics()).FirstOrDefault() is { } fault ? fault.ToString()
        : null;

    /// <summary>A file of the other specs that is no longer there as it was; what a manifest says of an encoder may change its spec's files.</summary>
    private string? Lost(MutatedFile file, GeneratorRunResult result)
    {
        var now = result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText);
        return _others.Values.FirstOrDefault(other => !now.TryGetValue(other.HintName, out var text) || !(Follows(other, file) || text.ContentEquals(other.SourceText))).HintName;
    }

    private static bool Follows(GeneratedSourceResult source, MutatedFile file) => file.IsManifest && source.HintName.StartsWith("Contoso.Named", StringComparison.Ordinal);

    /// <summary>None of a manifest; of a spec all of its output's, and none only with an error that says why.</summary>
    private static int ExpectedFiles(MutatedFile file, GeneratedSourceResult[] own, int errors) =>
        file.IsManifest || (own.Length == 0 && errors > 0) ? 0
        : own.Any(source => source.HintName.EndsWith("Thresholds.g.cs", StringComparison.Ordinal)) ? GeneratedTypes.MultiLabel
        : own.Any(source => source.HintName.EndsWith("Labels.g.cs", StringComparison.Ordinal)) ? GeneratedTypes.SingleLabel
        : GeneratedTypes.Regression;

    private static GeneratorRunResult Result(GeneratorDriver driver) => driver.GetRunResult().Results.Single();
}
