using System.Globalization;
using System.Text;
using CodegenBert.Data.Formats;
using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>What a row must be to fit a task, wherever it comes from; what does not fit is noted.</summary>
/// <param name="task">The task.</param>
/// <param name="fields">What the fields are called where the rows come from.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class RowRules(TaskDefinition task, TaskFields fields, DataFaults faults)
{
    private ScoreDefinition Score => task.Output.Score!;

    private string Target => Quoted.Text(fields[TaskField.Target]!);

    /// <summary>Whether a number may weigh a row: finite, and not negative.</summary>
    /// <param name="weight">The number.</param>
    public static bool IsWeight(float weight) => weight >= 0 && float.IsFinite(weight);

    /// <summary>Whether the texts fit: as many as the task has, none of them empty.</summary>
    /// <param name="input">The text or texts.</param>
    /// <param name="origin">Where the row comes from.</param>
    public bool AcceptTexts(InputTexts input, RowOrigin origin)
    {
        bool first = AcceptText(TaskField.First, input.First, origin);
        if (task.Input.Second is not null)
        {
            return AcceptText(TaskField.Second, input.Second, origin) && first;
        }

        return (input.Second is null || RefuseSecond(input.Second, origin)) && first;
    }

    /// <summary>Whether a target is of the task's kind, its labels are the task's, its score in range.</summary>
    /// <param name="target">The target.</param>
    /// <param name="origin">Where the row comes from.</param>
    public bool AcceptTarget(RowTarget target, RowOrigin origin)
    {
        if (target.Kind != task.Output.Kind)
        {
            return Refuse(origin, () => $"the row has {InWords(target.Kind)}, {task.Name} takes {InWords(task.Output.Kind)}");
        }

        return target.Kind switch
        {
            OutputKind.MultiLabel => target.LabelIndices.All(label => AcceptLabel(label, origin)),
            OutputKind.Regression => AcceptScore(target.ScoreValue, origin),
            _ => AcceptLabel(target.LabelIndex, origin),
        };
    }

    /// <summary>Whether a row's weight is one.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="origin">Where the row comes from.</param>
    public bool AcceptWeight(float weight, RowOrigin origin) => IsWeight(weight) || RefuseWeight(weight.ToString(CultureInfo.InvariantCulture), origin);

    /// <summary>Notes a text that is empty, or white space.</summary>
    /// <param name="field">Which text.</param>
    /// <param name="text">The text.</param>
    /// <param name="origin">Where it stands.</param>
    /// <returns>Always false.</returns>
    public bool RefuseText(TaskField field, string? text, RowOrigin origin) => Refuse(origin, () => string.IsNullOrEmpty(text)
        ? $"{Quoted.Text(fields[field]!)} is empty; each row needs a text there"
        : $"{Quoted.Text(fields[field]!)} has white space only, {Quoted.Text(text)}; each row needs a text there");

    /// <summary>Notes a score that is no number, or not in the task's range.</summary>
    /// <param name="written">The score as it is written.</param>
    /// <param name="origin">Where it stands.</param>
    /// <returns>Always false.</returns>
    public bool RefuseScore(string written, RowOrigin origin) => Refuse(origin, () => string.Create(
        CultureInfo.InvariantCulture,
        $"{Target} is {OrEmpty(written)}; {task.Name} takes a number from {Score.Minimum} to {Score.Maximum}, with a decimal point"));

    /// <summary>Notes a weight that is none.</summary>
    /// <param name="written">The weight as it is written.</param>
    /// <param name="origin">Where it stands.</param>
    /// <returns>Always false.</returns>
    public bool RefuseWeight(string written, RowOrigin origin) =>
        Refuse(origin, () => $"{Quoted.Text(fields[TaskField.Weight]!)} is {OrEmpty(written)}; a row's weight is a number, 0 or more, with a decimal point");

    /// <summary>Notes a label that a row names twice.</summary>
    /// <param name="label">The label's index.</param>
    /// <param name="origin">Where the labels stand.</param>
    /// <returns>Always false.</returns>
    public bool RefuseRepetition(int label, RowOrigin origin) =>
        Refuse(origin, () => $"{Target} has the label {Quoted.Text(task.Labels[label].Text)} twice; a row has each label once or not at all");

    /// <summary>Notes a label that the task does not have.</summary>
    /// <param name="label">The label's text.</param>
    /// <param name="origin">Where it stands.</param>
    /// <returns>Always false.</returns>
    public bool RefuseLabel(string label, RowOrigin origin) => Refuse(origin, () =>
    {
        string[] allowed = [.. task.Labels.Select(known => known.Text)];
        string suggestion = Spelling.Nearest(label, allowed) is { } near ? $"did you mean {Quoted.Text(near)}? " : string.Empty;
        string what = label.Length == 0 ? $"an empty label in {Target}" : $"unknown label {Quoted.Text(label)} in {Target}";
        return $"{what}; {suggestion}{task.Name} has {Quoted.List(allowed)}";
    });

    /// <summary>Notes a field that is not what its file can have there.</summary>
    /// <param name="field">The field: a text or the group.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="origin">Where it stands.</param>
    /// <returns>Always false.</returns>
    public bool RefuseKind(TaskField field, in FieldValue value, RowOrigin origin) =>
        Refuse(origin, $"{Quoted.Text(fields[field]!)} is {InWords(value)}; a text is needed there");

    /// <summary>Notes a label, labels or a score that is of another kind of value.</summary>
    /// <param name="value">What stands there.</param>
    /// <param name="origin">Where it stands.</param>
    /// <returns>Always false.</returns>
    public bool RefuseTargetKind(in FieldValue value, RowOrigin origin) => Refuse(origin, $"{Target} is {InWords(value)}; {task.Name} takes {(task.Output.Kind switch
    {
        OutputKind.MultiLabel => "a list of labels",
        OutputKind.Regression => "a number",
        _ => "one label",
    })}");

    private static string InWords(in FieldValue value)
    {
        string shown = value.Text.IsEmpty ? "" : $", {Quoted.Text(Encoding.UTF8.GetString(value.Text.Span))}";
        return value.Kind switch
        {
            FieldKind.Number => $"no text{shown}",
            FieldKind.List => $"a list{shown}",
            _ => $"an object, or a list with something missing or nested{shown}",
        };
    }

    private static string InWords(OutputKind kind) => kind switch
    {
        OutputKind.MultiLabel => "a set of labels",
        OutputKind.Regression => "a score",
        _ => "one label",
    };

    private static string OrEmpty(string written) => written.Length == 0 ? "empty" : Quoted.Text(written);

    private bool AcceptLabel(int label, RowOrigin origin) => (label >= 0 && label < task.Labels.Count)
        || Refuse(origin, () => $"label number {label}; {task.Name} has {task.Labels.Count} labels, numbers 0 to {task.Labels.Count - 1}");

    private bool AcceptScore(float value, RowOrigin origin) => Score.Contains(value) || RefuseScore(value.ToString(CultureInfo.InvariantCulture), origin);

    private bool AcceptText(TaskField field, string? text, RowOrigin origin) => !string.IsNullOrWhiteSpace(text) || RefuseText(field, text, origin);

    private bool RefuseSecond(string second, RowOrigin origin) =>
        Refuse(origin, () => $"a second text, {Quoted.Text(second)}, where {task.Name} takes one, {Quoted.Text(fields[TaskField.First]!)}");

    private bool Refuse(RowOrigin origin, string what) => Refuse(origin, () => what);

    private bool Refuse(RowOrigin origin, Func<string> what)
    {
        faults.Add(origin, what);
        return false;
    }
}
