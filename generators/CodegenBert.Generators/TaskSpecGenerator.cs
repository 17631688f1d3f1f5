using System.Collections.Immutable;
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

        IncrementalValuesProvider<EquatableArray<SpecDiagnostic>> problems = specs
            .Select(static (spec, _) => spec.Diagnostics)
            .WithTrackingName(TrackingNames.Diagnostics);

        context.RegisterSourceOutput(models, static (output, source) => Emit(output, source));
        context.RegisterSourceOutput(problems, static (output, found) => Report(output, found));
        context.RegisterSourceOutput(census.Select(static (census, _) => census.Diagnostics), static (output, found) => Report(output, found));
        ApiLock.Register(context, specs, census.Select(static (census, _) => census.Silent));
        context.RegisterSourceOutput(manifests.Select(static (parsed, _) => parsed.Diagnostics), static (output, found) => Report(output, found));
    }

    private static void Emit(SourceProductionContext output, SpecSource source)
    {
        try
        {
            // All or nothing: half of a task's types would bury the cause under errors about the other half.
            GeneratedFile[] files = [.. TaskEmitter.Emit(source.Model)];
            foreach (GeneratedFile file in files)
            {
                output.AddSource(file.HintName, SourceText.From(file.Text, System.Text.Encoding.UTF8));
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            output.ReportDiagnostic(SpecDiagnostic.InternalError(source.Path, exception).ToDiagnostic());
        }
    }

    private static void Report(SourceProductionContext output, EquatableArray<SpecDiagnostic> problems)
    {
        foreach (SpecDiagnostic problem in problems)
        {
            output.ReportDiagnostic(problem.ToDiagnostic());
        }
    }
}
