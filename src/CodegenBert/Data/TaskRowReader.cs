using System.Text;
using CodegenBert.Data.Formats;
using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>Reads a task's rows from a data file. It goes from one row that fits the task to the next; what does not fit is noted as a fault.</summary>
internal sealed class TaskRowReader : IDisposable
{
    private readonly TaskFields _fields;
    private readonly RecordReader _records;
    private readonly TargetReader? _targets;
    private readonly RowRules _rules;

    /// <summary>Opens the file, and reads its header where its format has one.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stream">The data; left open.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="format">How it is written; null for what its name says.</param>
    /// <param name="labelled">Whether the rows must have a label, labels or a score, and weight and group where the task has them; without it their columns are ignored.</param>
    /// <exception cref="DataFileException">The file is broken, of another format, or without the task's columns.</exception>
    public TaskRowReader(TaskDefinition task, Stream stream, string source, DataFormat? format, bool labelled)
    {
        _fields = TaskFields.OfFile(task, labelled);
        _rules = new(task, _fields, Faults);
        _targets = labelled ? new(task, _rules) : null;
        _records = RecordReaders.Open(stream, source, format, _fields, Faults);
    }

    /// <summary>What is wrong with the rows read so far.</summary>
    public DataFaults Faults { get; } = new();

    /// <summary>Where the current row stands in the file; null where a file of its kind cannot be read from its middle.</summary>
    public RecordPlace? Place => _records.Place;

    /// <summary>Goes elsewhere, so that the next row is that of a place.</summary>
    /// <param name="place">A <see cref="Place"/> of the same file.</param>
    public void GoTo(RecordPlace place) => _records.GoTo(place);

    /// <summary>Goes to the next row that fits; false at the end of the data.</summary>
    /// <param name="row">The row; its target is the default where targets are not read.</param>
    /// <exception cref="DataFileException">The data ended before the first row, or cannot be read on.</exception>
    public bool Read(out LabeledTexts row)
    {
        while (_records.Read())
        {
            if (TryTake(out row))
            {
                return true;
            }
        }

        row = default;
        return _records.AnyRecord ? false : throw new DataFileException($"{_records.Origin.Source}: {_records.NoRecords}");
    }

    /// <inheritdoc />
    public void Dispose() => _records.Dispose();

    private bool TryTake(out LabeledTexts row)
    {
        bool fits = TryText(TaskField.First, out string? first) & TryText(TaskField.Second, out string? second);
        RowTarget target = default;
        fits &= _targets is null || _targets.TryRead(_records[TaskField.Target], _records, out target);
        float weight = 1;
        fits &= _fields[TaskField.Weight] is null || TryWeight(out weight);
        string? group = null;
        fits &= _fields[TaskField.Group] is null || TryGroup(out group);
        row = new(new(first!, second), target, _records.Origin) { Weight = weight, Group = group };
        return fits;
    }

    private bool TryText(TaskField field, out string? text)
    {
        text = null;
        if (_fields[field] is null)
        {
            return true;
        }

        ref readonly FieldValue value = ref _records[field];
        if (value.Kind is not (FieldKind.Text or FieldKind.Null))
        {
            return _rules.RefuseKind(field, value, _records.PlaceOf(field));
        }

        text = Encoding.UTF8.GetString(value.Text.Span);
        return !string.IsNullOrWhiteSpace(text) || _rules.RefuseText(field, text, _records.PlaceOf(field));
    }

    private bool TryWeight(out float weight)
    {
        ref readonly FieldValue value = ref _records[TaskField.Weight];
        weight = 0;
        bool isNumber = value.Kind is FieldKind.Text or FieldKind.Number && Numbers.TryRead(value.Text.Span, out weight);
        return (isNumber && RowRules.IsWeight(weight)) || _rules.RefuseWeight(Encoding.UTF8.GetString(value.Text.Span), _records.PlaceOf(TaskField.Weight));
    }

    private bool TryGroup(out string? group)
    {
        ref readonly FieldValue value = ref _records[TaskField.Group];
        group = value.Text.IsEmpty ? null : Encoding.UTF8.GetString(value.Text.Span);
        return value.Kind is FieldKind.Text or FieldKind.Number or FieldKind.Null || _rules.RefuseKind(TaskField.Group, value, _records.PlaceOf(TaskField.Group));
    }
}
