using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>data</c>: the task's own files, and what their columns are called.</summary>
internal static class DataSection
{
    private static readonly string[] s_parts = ["train", "validation", "test"];

    public static DataModel Read(Section spec, InputModel input, OutputModel output)
    {
        if (spec.Child("data", SpecKeys.Data) is not { } data)
        {
            return DataModel.None;
        }

        string?[] files = [.. s_parts.Select(part => File(data, part))];
        for (int i = 1; i < files.Length; i++)
        {
            int first = Array.IndexOf(files, files[i], 0, i);
            if (files[i] is { } path && first >= 0)
            {
                data.Problems.AddConflict(
                    SpecRules.Contradiction,
                    data[s_parts[i]]!.ValueSpan,
                    data[s_parts[first]]!.ValueSpan,
                    $"'{path}' is the {s_parts[first]} file already (line {data.Problems.Line(data[s_parts[first]]!.ValueSpan)}), and rows that are known say nothing about new ones",
                    "give each part a file of its own");
            }
        }

        return new(files[0], files[1], files[2], Columns(data, [.. input.Texts.Select(static text => text.Name), output.TargetColumn]));
    }

    private static string? File(Section data, string key)
    {
        if (data.Text(key, "the path of a TSV file") is not { } path)
        {
            return null;
        }

        if (path.Value.IndexOf('\\') < 0)
        {
            return path.Value;
        }

        data.Problems.Add(SpecRules.UnknownValue, path.Span, key, path.Value, "write '/' between folders, which every system reads");
        return null;
    }

    private static EquatableArray<ColumnModel> Columns(Section data, IReadOnlyList<string> names)
    {
        if (data.Child("columns", names) is not { } columns)
        {
            return default;
        }

        List<ColumnModel> renamed = [];
        Dictionary<string, string> owners = names.Where(name => !columns.Has(name)).ToDictionary(static name => name, StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (columns.Text(name, "the name of a column") is not { } column || !ColumnText.IsUsable(name, column, columns.Problems))
            {
                continue;
            }

            if (owners.TryGetValue(column.Value, out string owner))
            {
                columns.Problems.AddConflict(SpecRules.Contradiction, column.Span, columns[owner]?.ValueSpan, $"The column '{column.Value}' is that of '{owner}' already", "name another one");
                continue;
            }

            owners.Add(column.Value, name);
            renamed.Add(new(name, column.Value));
        }

        return renamed.ToEquatableArray();
    }
}
