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
    public IReadOnlyList<string> Diagnostics => [.. Ordered.Select(Text)];

    /// <summary>As <see cref="Diagnostics"/>, each followed by the second place of a conflict.</summary>
    public IReadOnlyList<string> DiagnosticsWithSecondPlaces =>
        [.. Ordered.SelectMany(diagnostic => diagnostic.AdditionalLocations.Select(other => "  and " + Place(other)).Prepend(Text(diagnostic)))];

    private IEnumerable<Diagnostic> Ordered => Result.Diagnostics
        .OrderBy(d => d.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal);

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

    private static string Text(Diagnostic diagnostic) =>
        $"{Place(diagnostic.Location)}: {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";

    private static string Place(Location location)
    {
        FileLinePositionSpan place = location.GetLineSpan();
        string path = place.Path.Replace("/project/", "", StringComparison.Ordinal);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1})-({place.EndLinePosition.Line + 1},{place.EndLinePosition.Character + 1})");
    }
}
