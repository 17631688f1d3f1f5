using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary>Text that must be found again in a data file of any format, TSV the strictest of them: a label, or the name of a column.</summary>
internal static class ColumnText
{
    /// <summary>The name of a column and the C# property that is made of it, or null after a report.</summary>
    /// <param name="section">Where the name is given.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="what">What messages call it, like <c>The input</c>.</param>
    /// <param name="example">A name as it should be.</param>
    /// <param name="owner">What has a property of that name already, or null.</param>
    public static (string Name, string Property)? Read(Section section, string key, string what, string example, Func<string, string?> owner)
    {
        if (section.Text(key, $"a name like '{example}'") is not { } name || !IsUsable(key, name, section.Problems))
        {
            return null;
        }

        if (CSharpName.Pascal(name.Value) is not { } property)
        {
            section.Problems.Add(SpecRules.NoName, name.Span, what, name.Value, $"write letters and digits that begin with a letter, like '{example}'");
            return null;
        }

        if (owner(property) is { } taken)
        {
            section.Problems.Add(SpecRules.ReservedName, name.Span, what, name.Value, property, taken, "rename it");
            return null;
        }

        return (name.Value, property);
    }

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
