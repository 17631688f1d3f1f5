using System.Globalization;
using CodegenBert.Generators.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CodegenBert.Generators.Tests.Running;

/// <summary>One run of the generator over some files.</summary>
internal sealed class GeneratorRun
{
    private GeneratorRun(GeneratorDriver driver) => (Driver, Result) = (driver, driver.GetRunResult().Results.Single());

    /// <summary>The reasons of what was not computed again, or came out as before.</summary>
    public static IncrementalStepRunReason[] Unchanged { get; } = [IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached];

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

    /// <summary>Runs over files; that a second run finds everything cached is checked each time.</summary>
    public static GeneratorRun Of(IEnumerable<AdditionalText> files, TestOptions? options = null)
    {
        var run = new GeneratorRun(NewDriver(files, options).RunGenerators(UserCode.Empty));
        Assert.All(run.Again(driver => driver, UserCode.Empty.Clone()).Reasons(), reason => Assert.Contains(reason, Unchanged));
        return run;
    }

    public GeneratorRun Again(Func<GeneratorDriver, GeneratorDriver> edit, Compilation? compilation = null) =>
        new(edit(Driver).RunGenerators(compilation ?? UserCode.Empty));

    /// <summary>Why the outputs of a step, or of all named steps, were computed or not.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string? step = null) => Result.TrackedSteps
        .Where(tracked => step is null || tracked.Key == step)
        .SelectMany(tracked => tracked.Value)
        .SelectMany(tracked => tracked.Outputs)
        .Select(output => output.Reason);

    /// <summary>The files that were handed to the compiler anew, or taken away from it.</summary>
    public IEnumerable<string> Rewritten => Result.TrackedOutputSteps.Values
        .SelectMany(steps => steps)
        .Where(step => step.Outputs.Any(output => output.Reason != IncrementalStepRunReason.Cached))
        .SelectMany(step => step.Inputs)
        .Select(input => input.Source.Outputs[input.OutputIndex].Value)
        .OfType<GeneratedFile>()
        .Select(file => file.HintName)
        .Order(StringComparer.Ordinal);

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
