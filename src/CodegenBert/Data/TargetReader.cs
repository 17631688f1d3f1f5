using System.Globalization;
using System.Text;
using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>Reads what a row says of its input from the field that holds it: a label, labels with <c>|</c> between them, or a score.</summary>
/// <param name="task">The task.</param>
/// <param name="rules">Notes what does not fit.</param>
internal sealed class TargetReader(TaskDefinition task, RowRules rules)
{
    private const byte Separator = (byte)'|';
    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private readonly LabelLookup? _labels = task.Output.Kind == OutputKind.Regression ? null : new(task.Labels);

    /// <summary>Reads a field; false where it does not fit.</summary>
    /// <param name="field">The field: valid UTF-8.</param>
    /// <param name="origin">Where the row comes from.</param>
    /// <param name="target">What it says.</param>
    public bool TryRead(ReadOnlySpan<byte> field, RowOrigin origin, out RowTarget target) => task.Output.Kind switch
    {
        OutputKind.MultiLabel => TryReadLabels(field, origin, out target),
        OutputKind.Regression => TryReadScore(field, origin, out target),
        _ => TryReadLabel(field, origin, out target),
    };

    private bool TryReadLabel(ReadOnlySpan<byte> field, RowOrigin origin, out RowTarget target)
    {
        int index = _labels!.IndexOf(field);
        target = RowTarget.Label(index);
        return index >= 0 || rules.RefuseLabel(Encoding.UTF8.GetString(field), origin);
    }

    private bool TryReadLabels(ReadOnlySpan<byte> field, RowOrigin origin, out RowTarget target)
    {
        target = default;
        List<int> indices = [];
        foreach (Range part in field.IsEmpty ? default : field.Split(Separator))
        {
            ReadOnlySpan<byte> text = field[part];
            int index = _labels!.IndexOf(text);
            if (index < 0)
            {
                return rules.RefuseLabel(Encoding.UTF8.GetString(text), origin);
            }

            if (indices.Contains(index))
            {
                return rules.RefuseRepetition(index, origin);
            }

            indices.Add(index);
        }

        target = RowTarget.Labels(indices);
        return true;
    }

    private bool TryReadScore(ReadOnlySpan<byte> field, RowOrigin origin, out RowTarget target)
    {
        bool isNumber = float.TryParse(field, Number, CultureInfo.InvariantCulture, out float value);
        target = RowTarget.Score(value);
        return (isNumber && task.Output.Score!.Contains(value)) || rules.RefuseScore(Encoding.UTF8.GetString(field), origin);
    }
}
