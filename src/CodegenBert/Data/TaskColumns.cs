using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>Where a file's header puts what the task needs: column numbers from 0, -1 for a column that is not needed.</summary>
/// <param name="Names">All columns of the header.</param>
/// <param name="First">The only text, or the first of a pair.</param>
/// <param name="Second">The second text of a pair.</param>
/// <param name="Label">The label.</param>
internal sealed record TaskColumns(IReadOnlyList<string> Names, int First, int Second, int Label)
{
    /// <summary>The name of the column with the label.</summary>
    public const string LabelName = "label";

    private const int NotNeeded = -1;

    /// <summary>Finds the columns.</summary>
    /// <param name="task">The task; its inputs' names are those of the columns.</param>
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

        int second = task.Input.Second is { } name ? Array.IndexOf(names, name) : NotNeeded;
        return new(names, Array.IndexOf(names, task.Input.First), second, labelled ? Array.IndexOf(names, LabelName) : NotNeeded);
    }

    /// <summary>What the first line of the task's files must be, as a sentence.</summary>
    /// <param name="task">The task.</param>
    /// <param name="labelled">Whether the rows must have a label.</param>
    public static string Rule(TaskDefinition task, bool labelled) => Rule(Needed(task, labelled));

    private static string[] Needed(TaskDefinition task, bool labelled) =>
        [task.Input.First, .. task.Input.Second is { } second ? [second] : Array.Empty<string>(), .. labelled ? [LabelName] : Array.Empty<string>()];

    private static string Missing(string name, string[] names) => Spelling.Nearest(name, names) is { } near
        ? $"no column {Quoted.Text(name)} (but {Quoted.Text(near)})"
        : $"no column {Quoted.Text(name)}";

    private static string Rule(string[] needed) => needed.Length == 1
        ? $"The first line must name the column {Quoted.Text(needed[0])}; columns are separated by tabs"
        : $"The first line must name the columns {Quoted.List(needed)}, in any order, separated by tabs";
}
