using CodegenBert.Generators.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary>What the project says. Projected to a value before any spec is parsed, so that other options' changes parse nothing again.</summary>
/// <param name="RootNamespace">The default of <c>namespace</c>.</param>
/// <param name="ProjectDirectory">What spec paths are relative to; empty if not known.</param>
/// <param name="Accessibility"><c>CodegenBertAccessibility</c>: public or internal; empty for public.</param>
internal sealed record SpecOptions(string RootNamespace, string ProjectDirectory, string Accessibility)
{
    private const string Public = "public", Internal = "internal";

    /// <summary>Whether the generated types are internal.</summary>
    public bool IsInternal => Is(Internal);

    public static SpecOptions Of(AnalyzerConfigOptions options) => new(
        CSharpName.Namespace(Property(options, "RootNamespace")),
        Property(options, "ProjectDir"),
        Property(options, "CodegenBertAccessibility").Trim());

    /// <summary>Reports what the project says wrongly at a spec's place: a property has none that a generator could see.</summary>
    public void Report(TextSpan place, ProblemList problems)
    {
        if (Accessibility.Length > 0 && !Is(Public) && !Is(Internal))
        {
            problems.Add(SpecRules.UnknownAccessibility, place, Accessibility);
        }
    }

    private bool Is(string accessibility) => Accessibility.Equals(accessibility, StringComparison.OrdinalIgnoreCase);

    /// <summary>An MSBuild property that the package makes visible to the compiler; empty if it is not set.</summary>
    public static string Property(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue("build_property." + name, out string? value) ? value : "";
}
