using Microsoft.CodeAnalysis.Diagnostics;

namespace CodegenBert.Generators.Specs;

/// <summary>What the project says. Projected to a value before any spec is parsed, so that other options' changes parse nothing again.</summary>
/// <param name="RootNamespace">The default of <c>namespace</c>.</param>
/// <param name="ProjectDirectory">What spec paths are relative to; empty if not known.</param>
/// <param name="IsInternal">Whether <c>CodegenBertAccessibility</c> is <c>internal</c>.</param>
internal sealed record SpecOptions(string RootNamespace, string ProjectDirectory, bool IsInternal)
{
    public static SpecOptions Of(AnalyzerConfigOptions options) => new(
        CSharpName.Namespace(Property(options, "RootNamespace")),
        Property(options, "ProjectDir"),
        Property(options, "CodegenBertAccessibility").Trim().Equals("internal", StringComparison.OrdinalIgnoreCase));

    /// <summary>An MSBuild property that the package makes visible to the compiler; empty if it is not set.</summary>
    public static string Property(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue("build_property." + name, out string? value) ? value : "";
}
