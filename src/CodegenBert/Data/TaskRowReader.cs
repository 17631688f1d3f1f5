using System.Text;
using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>
/// Reads a task's rows from tab-separated UTF-8 text without quoting: a header that names the columns, then one row a line.
/// It goes from one row that fits the task to the next; what does not fit is noted as a fault.
/// </summary>
internal sealed class TaskRowReader
{
    private readonly Utf8LineReader _lines;
    private readonly string _source;
    private readonly TaskColumns _columns;
    private readonly TargetReader? _targets;
    private readonly RowRules _rules;
    private int _blankFrom;

    /// <summary>Reads the header.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stream">The data; left open.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="labelled">Whether the rows must have a label, labels or a score; without it their column is ignored.</param>
    /// <exception cref="DataFileException">There is no header, or not the task's.</exception>
    public TaskRowReader(TaskDefinition task, Stream stream, string source, bool labelled)
    {
        _lines = new(stream, source);
        _source = source;
        _rules = new(task, Faults);
        _targets = labelled ? new(task, _rules) : null;
        if (!_lines.Read())
        {
            throw new DataFileException($"{source}: the file is empty. {TaskColumns.Rule(task, labelled)}");
        }

        if (LineFault.Of(_lines) is { } fault)
        {
            throw new DataFileException($"{Here}: {fault}");
        }

        _columns = TaskColumns.Find(task, Encoding.UTF8.GetString(_lines.Line), labelled, Here);
    }

    /// <summary>What is wrong with the rows read so far.</summary>
    public DataFaults Faults { get; } = new();

    private RowOrigin Here => new(_source, _lines.Number);

    /// <summary>Goes to the next row that fits; false at the end of the data.</summary>
    /// <param name="row">The row; its target is the default where targets are not read.</param>
    /// <exception cref="DataFileException">The data ended before the first row, or the stream failed.</exception>
    public bool Read(out LabeledTexts row)
    {
        while (_lines.Read())
        {
            // Blank lines at the end of a file are no rows; the next row tells whether this is the end.
            if (_lines.Line.IsEmpty && !_lines.TooLong)
            {
                _blankFrom = _blankFrom == 0 ? _lines.Number : _blankFrom;
                continue;
            }

            NoteBlankLines();
            if (ReadLine(out row))
            {
                return true;
            }
        }

        if (_blankFrom is 2 || _lines.Number is 1)
        {
            throw new DataFileException($"{_source}: there are no rows after the header");
        }

        row = default;
        return false;
    }

    private void NoteBlankLines()
    {
        for (int line = _blankFrom; line > 0 && line < _lines.Number; line++)
        {
            Faults.Add(new(_source, line), () => $"the line is blank; a row has {_columns.Names.Count} fields, {Quoted.List(_columns.Names)}");
        }

        _blankFrom = 0;
    }

    private bool ReadLine(out LabeledTexts row)
    {
        row = default;
        if (LineFault.Of(_lines) is { } fault)
        {
            Faults.Add(Here, fault);
            return false;
        }

        ReadOnlySpan<byte> line = _lines.Line;
        ReadOnlySpan<byte> first = default;
        ReadOnlySpan<byte> second = default;
        ReadOnlySpan<byte> target = default;
        int fields = 0;
        foreach (Range field in line.Split((byte)'\t'))
        {
            if (fields == _columns.First)
            {
                first = line[field];
            }

            if (fields == _columns.Second)
            {
                second = line[field];
            }

            if (fields == _columns.Target)
            {
                target = line[field];
            }

            fields++;
        }

        if (fields != _columns.Names.Count)
        {
            NoteFields(fields);
            return false;
        }

        InputTexts input = new(Encoding.UTF8.GetString(first), _columns.Second < 0 ? null : Encoding.UTF8.GetString(second));
        bool fits = _rules.AcceptTexts(input, Here);
        RowTarget read = default;
        fits &= _targets is null || _targets.TryRead(target, Here, out read);
        row = new(input, read, Here);
        return fits;
    }

    private void NoteFields(int count)
    {
        string line = Encoding.UTF8.GetString(_lines.Line);
        Faults.Add(Here, () =>
        {
            string remedy = count > _columns.Names.Count ? "a text may hold no tab" : "fields are separated by tabs";
            string fields = count == 1 ? "1 field" : $"{count} fields";
            return $"{fields} where the header has {_columns.Names.Count}, {Quoted.List(_columns.Names)}: {Quoted.Text(line)}; {remedy}";
        });
    }
}
