namespace CodegenBert.Data.Formats;

/// <summary>Reads records that are a line each. Blank lines at the end of a file are none; between records they are faults.</summary>
/// <param name="text">The file.</param>
/// <param name="fields">What the task needs.</param>
/// <param name="faults">Takes the faults.</param>
internal abstract class LineRecordReader(DataText text, TaskFields fields, DataFaults faults) : RecordReader(fields, text.Source, faults)
{
    private int _blankFrom;

    /// <inheritdoc />
    public sealed override RowOrigin Origin => new(Source, Lines.Number);

    /// <inheritdoc />
    public sealed override RecordPlace? Place => text.CanSeek ? new(Lines.Position, Lines.Number) : null;

    /// <summary>The file's lines.</summary>
    protected Utf8LineReader Lines { get; } = new(text.Utf8, text.Source);

    /// <summary>What a message says of a blank line.</summary>
    protected abstract string OfBlankLine { get; }

    /// <inheritdoc />
    public sealed override bool Read()
    {
        while (Lines.Read())
        {
            // The next line that is not blank tells whether this is the end.
            if (Lines.Line.IsEmpty && !Lines.TooLong)
            {
                _blankFrom = _blankFrom == 0 ? Lines.Number : _blankFrom;
                continue;
            }

            AnyRecord = true;
            NoteBlankLines();
            if (Fault() is { } fault)
            {
                Faults.Add(Origin, fault);
            }
            else if (ReadLine())
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc />
    public sealed override void GoTo(RecordPlace place) => Lines.GoTo(place.Position, place.Line);

    /// <inheritdoc />
    public sealed override RowOrigin PlaceOf(TaskField field) => Origin with { Column = CodePoints.Count(Lines.Line[..this[field].Offset]) + 1 };

    /// <summary>What makes the current line unreadable as text; null if nothing does.</summary>
    protected string? Fault() => Lines.TooLong
        ? "the line has more than 1 MiB; a data file has one row a line, ended by LF or CR LF"
        : TextFault.Of(Lines.Line, text);

    /// <summary>Takes the fields of the current line; false where it is malformed, which has been noted.</summary>
    protected abstract bool ReadLine();

    private void NoteBlankLines()
    {
        for (int line = _blankFrom; line > 0 && line < Lines.Number; line++)
        {
            Faults.Add(new(Source, line), () => OfBlankLine);
        }

        _blankFrom = 0;
    }
}
