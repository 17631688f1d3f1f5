using System.Text;
using CodegenBert.Data.Formats;
using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>
/// Reads what a row says of its input from the field that holds it: a label, labels (a list, or one text with <c>|</c> between them), or a score. What is missing is as
/// an empty text: no label of several, else a fault.
/// </summary>
/// <param name="task">The task.</param>
/// <param name="rules">Notes what does not fit.</param>
internal sealed class TargetReader(TaskDefinition task, RowRules rules)
{
    private const byte Separator = (byte)'|';

    private readonly LabelLookup? _labels = task.Output.Kind == OutputKind.Regression ? null : new(task.Labels);
    private readonly List<int> _indices = [];

    /// <summary>Reads a field; false where it does not fit.</summary>
    /// <param name="field">The field.</param>
    /// <param name="record">The record that it is of.</param>
    /// <param name="target">What it says.</param>
    public bool TryRead(in FieldValue field, RecordReader record, out RowTarget target)
    {
        target = default;
        if (field.Kind == FieldKind.Other || (field.Kind == FieldKind.List && task.Output.Kind != OutputKind.MultiLabel))
        {
            return rules.RefuseTargetKind(field, record.PlaceOf(TaskField.Target));
        }

        return task.Output.Kind switch
        {
            OutputKind.MultiLabel => TryReadLabels(field, record, out target),
            OutputKind.Regression => TryReadScore(field.Text.Span, record, out target),
            _ => TryReadLabel(field.Text.Span, record, out target),
        };
    }

    private bool TryReadLabel(ReadOnlySpan<byte> field, RecordReader record, out RowTarget target)
    {
        int index = _labels!.IndexOf(field);
        target = RowTarget.Label(index);
        return index >= 0 || rules.RefuseLabel(Encoding.UTF8.GetString(field), record.PlaceOf(TaskField.Target));
    }

    private bool TryReadLabels(in FieldValue field, RecordReader record, out RowTarget target)
    {
        target = default;
        _indices.Clear();
        if (field.Elements is { } elements)
        {
            foreach (ReadOnlyMemory<byte> element in elements)
            {
                if (!TryAdd(element.Span, record))
                {
                    return false;
                }
            }
        }
        else if (!field.Text.IsEmpty)
        {
            ReadOnlySpan<byte> text = field.Text.Span;
            foreach (Range part in text.Split(Separator))
            {
                if (!TryAdd(text[part], record))
                {
                    return false;
                }
            }
        }

        target = RowTarget.Labels(_indices);
        return true;
    }

    private bool TryAdd(ReadOnlySpan<byte> label, RecordReader record)
    {
        int index = _labels!.IndexOf(label);
        if (index < 0)
        {
            return rules.RefuseLabel(Encoding.UTF8.GetString(label), record.PlaceOf(TaskField.Target));
        }

        if (_indices.Contains(index))
        {
            return rules.RefuseRepetition(index, record.PlaceOf(TaskField.Target));
        }

        _indices.Add(index);
        return true;
    }

    private bool TryReadScore(ReadOnlySpan<byte> field, RecordReader record, out RowTarget target)
    {
        bool isNumber = Numbers.TryRead(field, out float value);
        target = RowTarget.Score(value);
        return (isNumber && task.Output.Score!.Contains(value)) || rules.RefuseScore(Encoding.UTF8.GetString(field), record.PlaceOf(TaskField.Target));
    }
}
