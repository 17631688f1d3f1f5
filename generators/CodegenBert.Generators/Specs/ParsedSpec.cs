using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Specs;

/// <summary>A spec file after parsing: model and problems travel together and part in the pipeline, since only the problems have positions.</summary>
/// <param name="Path">The file as the compiler names it.</param>
/// <param name="Model">What is known of the task; null if not even its name and labels are.</param>
/// <param name="TaskPlace">Where the task is named.</param>
/// <param name="Diagnostics">The problems.</param>
internal sealed record ParsedSpec(string Path, SpecModel? Model, LocationInfo TaskPlace, EquatableArray<SpecDiagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(static problem => problem.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);
}

/// <summary>A model and the file that it comes from.</summary>
internal sealed record SpecSource(string Path, SpecModel Model);
