using System.Globalization;
using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>What a row must be to fit a task, wherever it comes from; what does not fit is noted.</summary>
/// <param name="task">The task.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class RowRules(TaskDefinition task, DataFaults faults)
{
    private ScoreDefinition Score => task.Output.Score!;

    /// <summary>Whether the texts fit: as many as the task has, none of them empty.</summary>
    /// <param name="input">The text or texts.</param>
    /// <param name="origin">Where the row comes from.</param>
    public bool AcceptTexts(InputTexts input, RowOrigin origin)
    {
        bool first = AcceptText(task.Input.First, input.First, origin);
        if (task.Input.Second is { } second)
        {
            return AcceptText(second, input.Second, origin) && first;
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
            faults.Add(origin, () => $"the row has {InWords(target.Kind)}, {task.Name} takes {InWords(task.Output.Kind)}");
            return false;
        }

        return target.Kind switch
        {
            OutputKind.MultiLabel => target.LabelIndices.All(label => AcceptLabel(label, origin)),
            OutputKind.Regression => AcceptScore(target.ScoreValue, origin),
            _ => AcceptLabel(target.LabelIndex, origin),
        };
    }

    /// <summary>Notes a score that is no number, or not in the task's range.</summary>
    /// <param name="written">The score as it is written.</param>
    /// <param name="origin">Where the row comes from.</param>
    /// <returns>Always false.</returns>
    public bool RefuseScore(string written, RowOrigin origin)
    {
        faults.Add(origin, () => string.Create(
            CultureInfo.InvariantCulture,
            $"{Quoted.Text(Score.Name)} is {(written.Length == 0 ? "empty" : Quoted.Text(written))}; {task.Name} takes a number from {Score.Minimum} to {Score.Maximum}, with a decimal point"));
        return false;
    }

    /// <summary>Notes a label that a row names twice.</summary>
    /// <param name="label">The label's index.</param>
    /// <param name="origin">Where the row comes from.</param>
    /// <returns>Always false.</returns>
    public bool RefuseRepetition(int label, RowOrigin origin)
    {
        faults.Add(origin, () => $"the label {Quoted.Text(task.Labels[label].Text)} stands there twice; a row has each label once or not at all");
        return false;
    }

    /// <summary>Notes a label that the task does not have.</summary>
    /// <param name="label">The label's text.</param>
    /// <param name="origin">Where the row comes from.</param>
    /// <returns>Always false.</returns>
    public bool RefuseLabel(string label, RowOrigin origin)
    {
        faults.Add(origin, () =>
        {
            string[] allowed = [.. task.Labels.Select(known => known.Text)];
            string suggestion = Spelling.Nearest(label, allowed) is { } near ? $"did you mean {Quoted.Text(near)}? " : string.Empty;
            string what = label.Length == 0 ? "the label is empty" : $"unknown label {Quoted.Text(label)}";
            return $"{what}; {suggestion}{task.Name} has {Quoted.List(allowed)}";
        });
        return false;
    }

    private static string InWords(OutputKind kind) => kind switch
    {
        OutputKind.MultiLabel => "a set of labels",
        OutputKind.Regression => "a score",
        _ => "one label",
    };

    private static string Empty(string name, string? text) => string.IsNullOrEmpty(text)
        ? $"{Quoted.Text(name)} is empty; each row needs a text there"
        : $"{Quoted.Text(name)} has white space only, {Quoted.Text(text)}; each row needs a text there";

    private bool AcceptLabel(int label, RowOrigin origin) => (label >= 0 && label < task.Labels.Count) || RefuseLabel(label, origin);

    private bool AcceptScore(float value, RowOrigin origin) => Score.Contains(value) || RefuseScore(value.ToString(CultureInfo.InvariantCulture), origin);

    private bool AcceptText(string name, string? text, RowOrigin origin) => !string.IsNullOrWhiteSpace(text) || RefuseText(name, text, origin);

    private bool RefuseText(string name, string? text, RowOrigin origin)
    {
        faults.Add(origin, () => Empty(name, text));
        return false;
    }

    private bool RefuseSecond(string second, RowOrigin origin)
    {
        faults.Add(origin, () => $"a second text, {Quoted.Text(second)}, where {task.Name} takes one, {Quoted.Text(task.Input.First)}");
        return false;
    }

    private bool RefuseLabel(int label, RowOrigin origin)
    {
        faults.Add(origin, () => $"label number {label}; {task.Name} has {task.Labels.Count} labels, numbers 0 to {task.Labels.Count - 1}");
        return false;
    }
}
