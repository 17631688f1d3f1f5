using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CodegenBert.Generators.Tests.Running;

/// <summary>The project's properties as the compiler passes them on.</summary>
internal sealed class TestOptions(string rootNamespace = "Contoso", string accessibility = "", string projectDirectory = "/project/", bool apiLock = false, bool acceptApi = false) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(new()
    {
        ["build_property.RootNamespace"] = rootNamespace,
        ["build_property.ProjectDir"] = projectDirectory,
        ["build_property.CodegenBertAccessibility"] = accessibility,
        ["build_property.CodegenBertApiLock"] = apiLock ? "true" : "",
        ["build_property.CodegenBertAcceptApi"] = acceptApi ? "true" : "",
    });

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Properties([]);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Properties([]);

    private sealed class Properties(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
