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

        return new(files[0], files[1], files[2], ColumnsSection.Read(data, [.. input.Texts.Select(static text => text.Name), output.TargetColumn]));
    }

    private static string? File(Section data, string key)
    {
        if (data.Text(key, "the path of a TSV, CSV, JSON Lines or Parquet file") is not { } path)
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
}
