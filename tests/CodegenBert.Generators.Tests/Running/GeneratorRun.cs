using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CodegenBert.Generators.Tests.Running;

/// <summary>One run of the generator over some files.</summary>
internal sealed class GeneratorRun
{
    private GeneratorRun(GeneratorDriver driver) => (Driver, Result) = (driver, driver.GetRunResult().Results.Single());

    public GeneratorDriver Driver { get; }

    public GeneratorRunResult Result { get; }

    public IEnumerable<GeneratedSourceResult> Sources => Result.GeneratedSources.OrderBy(source => source.HintName, StringComparer.Ordinal);

    /// <summary>Each diagnostic as <c>path(line,col)-(line,col): severity id: message</c>, in the order of the places.</summary>
    public IReadOnlyList<string> Diagnostics =>
        [.. Result.Diagnostics.OrderBy(d => d.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal).Select(Text)];

    /// <summary>Runs over one spec with the embedded encoder's manifest.</summary>
    public static GeneratorRun OfSpec(string yaml, TestOptions? options = null) =>
        Of([new InMemoryText("/project/specs/x.bert.yaml", yaml), Repository.MiniLmManifest], options);

    public static GeneratorRun Of(IEnumerable<AdditionalText> files, TestOptions? options = null, Compilation? compilation = null) =>
        new(NewDriver(files, options).RunGenerators(compilation ?? UserCode.Empty));

    public GeneratorRun Again(Func<GeneratorDriver, GeneratorDriver> edit, Compilation? compilation = null) =>
        new(edit(Driver).RunGenerators(compilation ?? UserCode.Empty));

    private static CSharpGeneratorDriver NewDriver(IEnumerable<AdditionalText> files, TestOptions? options) => CSharpGeneratorDriver.Create(
        [new TaskSpecGenerator().AsSourceGenerator()],
        files,
        UserCode.ParseOptions,
        options ?? new(),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static string Text(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        string path = place.Path.Replace("/project/", "", StringComparison.Ordinal);
        string severity = diagnostic.Severity.ToString().ToLowerInvariant();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1})-({place.EndLinePosition.Line + 1},{place.EndLinePosition.Character + 1}): {severity} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
    }
}
