using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>What the fields of a task's rows are called.</summary>
internal sealed class TaskFields
{
    /// <summary>How many fields there may be.</summary>
    public const int Count = 5;

    private readonly string?[] _names;

    private TaskFields(params string?[] names) => _names = names;

    /// <summary>The fields that are needed, in their order.</summary>
    public IReadOnlyList<TaskField> Needed => [.. Enum.GetValues<TaskField>().Where(one => this[one] is not null)];

    /// <summary>The names of the fields that are needed.</summary>
    public IReadOnlyList<string> Names => [.. _names.OfType<string>()];

    /// <summary>A field's name; null where it is not needed.</summary>
    /// <param name="field">The field.</param>
    public string? this[TaskField field] => _names[(int)field];

    /// <summary>The columns of a task's files.</summary>
    /// <param name="task">The task.</param>
    /// <param name="labelled">Whether the rows must have a label, labels or a score; without it their column, and those of weights and groups, are ignored.</param>
    public static TaskFields OfFile(TaskDefinition task, bool labelled)
    {
        string? Column(string? name) => name is null ? null : task.Columns?.GetValueOrDefault(name) ?? name;
        return labelled
            ? new(Column(task.Input.First), Column(task.Input.Second), Column(Target(task)), task.WeightColumn, task.GroupColumn)
            : new(Column(task.Input.First), Column(task.Input.Second), null, null, null);
    }

    /// <summary>What the spec calls the fields.</summary>
    /// <param name="task">The task.</param>
    public static TaskFields OfSpec(TaskDefinition task) => new(task.Input.First, task.Input.Second, Target(task), "weight", "group");

    private static string Target(TaskDefinition task) => task.Output switch
    {
        { Score: { } score } => score.Name,
        { Kind: OutputKind.MultiLabel } => "labels",
        _ => "label",
    };
}
