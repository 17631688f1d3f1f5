using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary>What the columns of data files are called; no two of them are one.</summary>
internal sealed class ColumnsSection
{
    private readonly Dictionary<string, (string Owner, TextSpan? Place)> _taken = new(StringComparer.Ordinal);

    private ColumnsSection()
    {
    }

    /// <summary>The columns.</summary>
    /// <param name="data">The section of the data.</param>
    /// <param name="names">The spec's names for what is in every row: the inputs' and the target's.</param>
    public static ColumnsModel Read(Section data, IReadOnlyList<string> names)
    {
        var section = new ColumnsSection();
        return new(section.Renamed(data.Child("columns", names), names), section.Column(data, "weight")?.Value, section.Column(data, "group")?.Value);
    }

    private EquatableArray<ColumnModel> Renamed(Section? columns, IReadOnlyList<string> names)
    {
        foreach (string name in names.Where(name => columns?.Has(name) != true))
        {
            _taken[name] = (name, null);
        }

        return columns is null ? default : names.Select(name => Column(columns, name) is { } column ? new ColumnModel(name, column.Value) : null).OfType<ColumnModel>().ToEquatableArray();
    }

    /// <summary>The column that a key names; null after a report, or if there is no such key.</summary>
    private YamlScalar? Column(Section section, string key)
    {
        if (section.Text(key, "the name of a column") is not { } column || !ColumnText.IsUsable(key, column, section.Problems))
        {
            return null;
        }

        if (_taken.TryGetValue(column.Value, out (string Owner, TextSpan? Place) first))
        {
            section.Problems.AddConflict(SpecRules.Contradiction, column.Span, first.Place, $"The column '{column.Value}' is that of '{first.Owner}' already", "name another one");
            return null;
        }

        _taken.Add(column.Value, (key, column.Span));
        return column;
    }
}
