namespace CodegenBert.Data.Formats;

/// <summary>A file's column names, and where those are that a task needs.</summary>
/// <param name="Names">All of the file's columns.</param>
/// <param name="Indices">For each <see cref="TaskField"/> its column from 0, or -1 where it is not needed.</param>
internal sealed record Header(IReadOnlyList<string> Names, IReadOnlyList<int> Indices)
{
    /// <summary>Finds the columns.</summary>
    /// <param name="fields">What is needed.</param>
    /// <param name="names">The file's columns.</param>
    /// <param name="origin">Where the header stands.</param>
    /// <param name="written">The header as messages show it.</param>
    /// <param name="rule">What the header must be, as a sentence.</param>
    /// <exception cref="DataFileException">A column is missing, or named twice.</exception>
    public static Header Find(TaskFields fields, string[] names, RowOrigin origin, string written, string rule)
    {
        string[] missing = [.. fields.Names.Where(name => !names.Contains(name))];
        if (missing.Length > 0)
        {
            IEnumerable<string> faults = missing.Select(name => Missing(name, names));
            throw new DataFileException($"{origin}: the header has {string.Join(" and ", faults)}: it is {Quoted.Text(written)}. {rule}{Suspicion(missing, names)}");
        }

        if (fields.Names.FirstOrDefault(name => names.Count(other => other == name) > 1) is { } twice)
        {
            throw new DataFileException($"{origin}: the header names the column {Quoted.Text(twice)} more than once: it is {Quoted.Text(written)}. {rule}");
        }

        int[] indices = [.. Enum.GetValues<TaskField>().Select(field => fields[field] is { } name ? Array.IndexOf(names, name) : -1)];
        return new(names, indices);
    }

    /// <summary>What a header must be, as a sentence.</summary>
    /// <param name="fields">What is needed.</param>
    /// <param name="separators">What stands between columns.</param>
    public static string Rule(TaskFields fields, string separators) => fields.Names.Count == 1
        ? $"The first line must name the column {Quoted.Text(fields.Names[0])}; columns are separated by {separators}"
        : $"The first line must name the columns {Quoted.List(fields.Names)}, in any order, separated by {separators}";

    /// <summary>A name that is missing, with one that it may have become.</summary>
    /// <param name="name">The name.</param>
    /// <param name="names">The names that are there.</param>
    public static string Missing(string name, IEnumerable<string> names) => Spelling.Nearest(name, names) is { } near
        ? $"no column {Quoted.Text(name)} (but {Quoted.Text(near)})"
        : $"no column {Quoted.Text(name)}";

    /// <summary>Where another separator would give what is missing, that is said.</summary>
    private static string Suspicion(string[] missing, string[] names)
    {
        (char Separator, string Says)[] others =
        [
            ('\t', "It is separated by tabs: name the file .tsv, or say that its format is Tsv"),
            (',', "It is separated by commas: name the file .csv, or say that its format is Csv"),
            (';', "It is separated by semicolons: save the table with commas"),
        ];
        foreach ((char separator, string says) in others)
        {
            string[] parts = [.. names.SelectMany(name => name.Split(separator)).Select(part => part.Trim('"', ' '))];
            if (missing.All(parts.Contains))
            {
                return $". {says}";
            }
        }

        return string.Empty;
    }
}
