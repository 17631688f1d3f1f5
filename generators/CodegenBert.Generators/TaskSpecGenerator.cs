using System.Collections.Immutable;
using System.Text;
using CodegenBert.Generators.Api;
using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Emit;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators;

/// <summary>Turns the <c>*.bert.yaml</c> files of a project into typed classifiers.</summary>
/// <remarks>Its input is text alone: it never looks at the compilation, so typing in a C# file costs nothing.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class TaskSpecGenerator : IIncrementalGenerator
{
    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<SpecOptions> options = context.AnalyzerConfigOptionsProvider
            .Select(static (provider, _) => SpecOptions.Of(provider.GlobalOptions))
            .WithTrackingName(TrackingNames.Options);

        IncrementalValuesProvider<ParsedManifest> manifests = context.AdditionalTextsProvider
            .Where(static file => SpecPath.IsManifest(file.Path))
            .Select(static (file, cancellationToken) => EncoderManifestParser.Parse(file, cancellationToken))
            .WithTrackingName(TrackingNames.Manifests);

        IncrementalValueProvider<EncoderCatalog> encoders = manifests
            .SelectMany(static (parsed, _) => parsed.Manifest is null ? ImmutableArray<EncoderManifest>.Empty : [parsed.Manifest])
            .Collect()
            .Select(static (all, _) => new EncoderCatalog(all.ToEquatableArray()))
            .WithTrackingName(TrackingNames.Encoders);

        // Once per file, when its text, the project's options or the referenced encoders change.
        IncrementalValuesProvider<ParsedSpec> specs = context.AdditionalTextsProvider
            .Where(static file => SpecPath.IsSpec(file.Path))
            .Combine(options.Combine(encoders))
            .Select(static (file, cancellationToken) => SpecParser.Parse(file.Left, file.Right.Left, file.Right.Right, cancellationToken))
            .WithTrackingName(TrackingNames.Parse);

        // The only step that sees all specs, and of them no more than their names.
        IncrementalValueProvider<TaskCensus> census = specs
            .SelectMany(static (spec, _) => spec.Model is null
                ? ImmutableArray<TaskPlace>.Empty
                : [new TaskPlace(spec.Model.FullName, spec.Model.SpecPath, spec.Path, spec.TaskPlace)])
            .Collect()
            .Select(static (tasks, _) => TaskCensus.Of(tasks))
            .WithTrackingName(TrackingNames.Census);

        // Models have no positions: an edited comment ends here.
        IncrementalValuesProvider<SpecSource> models = specs
            .SelectMany(static (spec, _) => spec.Model is null ? ImmutableArray<SpecSource>.Empty : [new SpecSource(spec.Path, spec.Model)])
            .Combine(census.Select(static (census, _) => census.Silent))
            .Where(static source => !source.Right.Contains(source.Left.Path))
            .Select(static (source, _) => source.Left)
            .WithTrackingName(TrackingNames.Model);

        IncrementalValuesProvider<EmittedTask> emitted = models
            .Select(static (source, _) => EmittedTask.Of(source))
            .WithTrackingName(TrackingNames.Emit);

        // File by file: one whose text an edit leaves as it was is not parsed again by the compiler.
        IncrementalValuesProvider<GeneratedFile> files = emitted
            .SelectMany(static (task, _) => task.Files)
            .WithTrackingName(TrackingNames.Files);

        IncrementalValuesProvider<EquatableArray<SpecDiagnostic>> problems = specs
            .Select(static (spec, _) => spec.Diagnostics)
            .WithTrackingName(TrackingNames.Diagnostics);

        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8)));
        context.RegisterSourceOutput(problems, static (output, found) => Report(output, found));
        context.RegisterSourceOutput(emitted.Select(static (task, _) => task.Failure), static (output, found) => Report(output, found));
        context.RegisterSourceOutput(census.Select(static (census, _) => census.Diagnostics), static (output, found) => Report(output, found));
        ApiLock.Register(context, specs, census.Select(static (census, _) => census.Silent));
        context.RegisterSourceOutput(manifests.Select(static (parsed, _) => parsed.Diagnostics), static (output, found) => Report(output, found));
    }

    private static void Report(SourceProductionContext output, EquatableArray<SpecDiagnostic> problems)
    {
        foreach (SpecDiagnostic problem in problems)
        {
            output.ReportDiagnostic(problem.ToDiagnostic());
        }
    }
}
