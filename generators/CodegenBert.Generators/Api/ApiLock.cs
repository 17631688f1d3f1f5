using System.Collections.Immutable;
using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Emit;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Api;

/// <summary>Holds the generated API to the file beside each spec, if the project asks for it.</summary>
internal static class ApiLock
{
    /// <summary>Adds the lock to the pipeline; where the project has none, each step ends at the options.</summary>
    /// <param name="context">The pipeline.</param>
    /// <param name="specs">The parsed specs.</param>
    /// <param name="silent">Paths of the specs that give no code.</param>
    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ParsedSpec> specs, IncrementalValueProvider<EquatableArray<string>> silent)
    {
        IncrementalValueProvider<ApiLockOptions> options = context.AnalyzerConfigOptionsProvider
            .Select(static (provider, _) => ApiLockOptions.Of(provider.GlobalOptions))
            .WithTrackingName(TrackingNames.ApiOptions);

        IncrementalValueProvider<EquatableArray<ApiFile>> files = context.AdditionalTextsProvider
            .Where(static file => ApiFile.IsApiFile(file.Path))
            .Select(static (file, cancellationToken) => ApiFile.Read(file, cancellationToken))
            .Collect()
            .Select(static (all, _) => all.ToEquatableArray());

        // A spec with an error, or one of two for a task, has its own message; what its API would be is not known.
        IncrementalValuesProvider<LockedSpec> locked = specs
            .Combine(options.Combine(silent))
            .SelectMany(static (spec, _) => spec.Right.Left.IsLocked && spec.Left is { Model: not null, HasErrors: false } && !spec.Right.Right.Contains(spec.Left.Path)
                ? [spec.Left]
                : ImmutableArray<ParsedSpec>.Empty)
            .Combine(files)
            .Select(static (spec, _) => new LockedSpec(spec.Left.Path, spec.Left.TaskPlace, spec.Left.Model!, FileOf(spec.Left.Path, spec.Right)))
            .WithTrackingName(TrackingNames.Api);

        IncrementalValuesProvider<SpecDiagnostic> orphans = files
            .Combine(specs.Select(static (spec, _) => ApiFile.PathOf(spec.Path)).Collect().Select(static (paths, _) => paths.ToEquatableArray()))
            .Combine(options)
            .SelectMany(static (all, _) => all.Right.IsLocked ? Orphans(all.Left.Left, all.Left.Right) : []);

        context.RegisterSourceOutput(locked.Combine(options), static (output, spec) => Report(output, spec.Left, spec.Right));
        context.RegisterSourceOutput(orphans, static (output, orphan) => output.ReportDiagnostic(orphan.ToDiagnostic()));
    }

    private static void Report(SourceProductionContext output, LockedSpec spec, ApiLockOptions options)
    {
        try
        {
            EquatableArray<string> api = ApiText.Of(spec.Model, TaskEmitter.Emit(spec.Model));
            if (options.IsAccepted)
            {
                GeneratedFile file = ApiRecord.Of(spec, api);
                output.AddSource(file.HintName, SourceText.From(file.Text, System.Text.Encoding.UTF8));
                return;
            }

            foreach (SpecDiagnostic difference in ApiDifferences.Of(spec, api))
            {
                output.ReportDiagnostic(difference.ToDiagnostic());
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            output.ReportDiagnostic(SpecDiagnostic.InternalError(spec.Path, exception).ToDiagnostic());
        }
    }

    private static ApiFile? FileOf(string specPath, EquatableArray<ApiFile> files) => files.FirstOrDefault(file => IsSame(file.Path, ApiFile.PathOf(specPath)));

    private static IEnumerable<SpecDiagnostic> Orphans(EquatableArray<ApiFile> files, EquatableArray<string> expected) =>
        from file in files
        where !expected.Any(path => IsSame(path, file.Path))
        select new SpecDiagnostic(SpecRules.ApiFileOrphaned, LocationInfo.Of(file.Path, null, default), new([System.IO.Path.GetFileName(file.Path)]));

    // The spec's path is the project's item, the file's the one that the targets have made of it.
    private static bool IsSame(string path, string other) => string.Equals(SpecPath.Normalized(path), SpecPath.Normalized(other), StringComparison.Ordinal);
}
