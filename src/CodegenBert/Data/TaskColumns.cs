using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>Where a file's header puts what the task needs: column numbers from 0, -1 for a column that is not needed.</summary>
/// <param name="Names">All columns of the header.</param>
/// <param name="First">The only text, or the first of a pair.</param>
/// <param name="Second">The second text of a pair.</param>
/// <param name="Target">The label, the labels or the score.</param>
internal sealed record TaskColumns(IReadOnlyList<string> Names, int First, int Second, int Target)
{
    private const int NotNeeded = -1;

    /// <summary>Finds the columns.</summary>
    /// <param name="task">The task; it names the columns.</param>
    /// <param name="header">The header line.</param>
    /// <param name="labelled">Whether the rows must have a label.</param>
    /// <param name="origin">Where the header stands.</param>
    /// <exception cref="DataFileException">A column is missing, or named twice.</exception>
    public static TaskColumns Find(TaskDefinition task, string header, bool labelled, RowOrigin origin)
    {
        string[] needed = Needed(task, labelled);
        string[] names = header.Split('\t');
        string[] missing = [.. needed.Where(name => !names.Contains(name))];
        if (missing.Length > 0)
        {
            IEnumerable<string> faults = missing.Select(name => Missing(name, names));
            throw new DataFileException($"{origin}: the header has {string.Join(" and ", faults)}: it is {Quoted.Text(header)}. {Rule(needed)}");
        }

        if (needed.FirstOrDefault(name => names.Count(other => other == name) > 1) is { } twice)
        {
            throw new DataFileException($"{origin}: the header names the column {Quoted.Text(twice)} more than once: it is {Quoted.Text(header)}. {Rule(needed)}");
        }

        int second = task.Input.Second is null ? NotNeeded : Array.IndexOf(names, needed[1]);
        return new(names, Array.IndexOf(names, needed[0]), second, labelled ? Array.IndexOf(names, needed[^1]) : NotNeeded);
    }

    /// <summary>What the first line of the task's files must be, as a sentence.</summary>
    /// <param name="task">The task.</param>
    /// <param name="labelled">Whether the rows must have a label.</param>
    public static string Rule(TaskDefinition task, bool labelled) => Rule(Needed(task, labelled));

    private static string[] Needed(TaskDefinition task, bool labelled) =>
        [.. SpecNames(task, labelled).Select(name => task.Columns?.GetValueOrDefault(name) ?? name)];

    private static IEnumerable<string> SpecNames(TaskDefinition task, bool labelled)
    {
        yield return task.Input.First;
        if (task.Input.Second is { } second)
        {
            yield return second;
        }

        if (labelled)
        {
            yield return task.Output switch
            {
                { Score: { } score } => score.Name,
                { Kind: OutputKind.MultiLabel } => "labels",
                _ => "label",
            };
        }
    }

    private static string Missing(string name, string[] names) => Spelling.Nearest(name, names) is { } near
        ? $"no column {Quoted.Text(name)} (but {Quoted.Text(near)})"
        : $"no column {Quoted.Text(name)}";

    private static string Rule(string[] needed) => needed.Length == 1
        ? $"The first line must name the column {Quoted.Text(needed[0])}; columns are separated by tabs"
        : $"The first line must name the columns {Quoted.List(needed)}, in any order, separated by tabs";
}
