using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Tests.Running;

/// <summary>The analyzers of the SDK that built these tests, with all their rules on (<c>AnalysisLevel=latest-all</c>); they need its Roslyn or a newer one.</summary>
internal static class SdkAnalyzers
{
    private static string Folder { get; } = Metadata("SdkAnalyzers");

    private static ImmutableArray<DiagnosticAnalyzer> All { get; } =
    [
        .. Load("Microsoft.CodeAnalysis.NetAnalyzers.dll"),
        .. Load("Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll"),
    ];

    /// <summary>The rules that the SDK's own file for <c>latest-all</c> switches on.</summary>
    private static ImmutableDictionary<string, ReportDiagnostic> Rules { get; } = ReadRules(Path.Combine(Folder, Metadata("AllRules")));

    /// <summary>What they say of some code; an analyzer that throws is a diagnostic too (AD0001).</summary>
    public static async Task<ImmutableArray<Diagnostic>> Run(CSharpCompilation code) => await code
        .WithOptions(code.Options.WithSpecificDiagnosticOptions(Rules))
        .WithAnalyzers(All)
        .GetAnalyzerDiagnosticsAsync();

    private static ImmutableArray<DiagnosticAnalyzer> Load(string file)
    {
        var reference = new AnalyzerFileReference(Path.GetFullPath(Path.Combine(Folder, file)), new Loader());
        reference.AnalyzerLoadFailed += (_, failure) => Assert.Fail($"{file}: {failure.Message}");
        return reference.GetAnalyzers(LanguageNames.CSharp);
    }

    private static ImmutableDictionary<string, ReportDiagnostic> ReadRules(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return AnalyzerConfigSet.Create(ImmutableArray.Create(AnalyzerConfig.Parse(SourceText.From(stream), file))).GlobalConfigOptions.TreeOptions;
    }

    private static string Metadata(string key) =>
        typeof(SdkAnalyzers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
