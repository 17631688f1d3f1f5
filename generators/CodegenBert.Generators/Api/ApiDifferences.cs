using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Api;

/// <summary>The generated API beside the locked one: a diagnostic for each line that differs, as a diff writes it.</summary>
internal static class ApiDifferences
{
    private const int MostLines = 40;

    public static IReadOnlyList<SpecDiagnostic> Of(LockedSpec spec, EquatableArray<string> api)
    {
        if (spec.Locked is null)
        {
            return [Problem(SpecRules.ApiFileMissing, spec.Place, spec.Model.FullName, spec.FileName)];
        }

        HashSet<string> generated = new(api, StringComparer.Ordinal), locked = new(spec.Locked.Lines.Select(static line => line.Text), StringComparer.Ordinal);
        SpecDiagnostic[] differences =
        [
            .. spec.Locked.Lines.Where(line => !generated.Contains(line.Text)).Select(line => Problem(SpecRules.ApiChanged, line.Place, "- " + line.Text, spec.FileName)),
            .. api.Where(line => !locked.Contains(line)).Select(line => Problem(SpecRules.ApiChanged, spec.Place, "+ " + line, spec.FileName)),
        ];
        return differences.Length <= MostLines
            ? differences
            : [.. differences.Take(MostLines), Problem(SpecRules.ApiChanged, spec.Place, $"{Invariant.Text(differences.Length - MostLines)} more lines", spec.FileName)];
    }

    private static SpecDiagnostic Problem(DiagnosticDescriptor rule, LocationInfo place, params string[] arguments) => new(rule, place, arguments.ToEquatableArray());
}
