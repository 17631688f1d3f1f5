using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary>Text that must be found again in a TSV file: a label, or the name of a column.</summary>
internal static class ColumnText
{
    /// <summary>Whether a TSV file can hold it; a fault is reported.</summary>
    public static bool IsUsable(string key, YamlScalar text, ProblemList problems)
    {
        string? fault = text.Value.IndexOfAny(['\t', '\n']) >= 0 ? "data files cannot hold its tab or line break"
            : text.Value.Trim().Length < text.Value.Length ? "remove the white space at its ends"
            : null;
        if (fault is not null)
        {
            problems.Add(SpecRules.UnknownValue, text.Span, key, text.Value, fault);
        }

        return fault is null;
    }
}
