using System.Text;
using nietras.SeparatedValues;

namespace CodegenBert.Data.Formats;

/// <summary>
/// Reads comma-separated rows by RFC 4180: a header that names the columns, then the rows. Sep finds the fields; whether their quotes are right is seen here, with the place.
/// Line ends are LF, CR LF or CR; those within quotes count as lines.
/// </summary>
internal sealed class CsvReader : RecordReader
{
    private readonly DataText _text;
    private readonly SepReader _rows;
    private readonly Header _header;
    private byte[] _bytes = new byte[1 << 10];
    private int _line;
    private int _nextLine = 1;
    private int _blankFrom;

    /// <summary>Reads the header.</summary>
    /// <param name="text">The file.</param>
    /// <param name="fields">What the task needs.</param>
    /// <param name="faults">Takes the faults.</param>
    /// <exception cref="DataFileException">There is no header, or not the task's.</exception>
    public CsvReader(DataText text, TaskFields fields, DataFaults faults)
        : base(fields, text.Source, faults)
    {
        _text = text;
        string rule = Header.Rule(fields, "commas");
        SepReaderOptions options = Sep.New(',').Reader(given => given with { HasHeader = false, DisableColCountCheck = true, Unescape = false });
        _rows = Reading(() => options.From(new Utf8TextReader(text.Utf8, text.Source)));
        if (!MoveNext())
        {
            throw new DataFileException($"{Source}: the file is empty. {rule}");
        }

        SepReader.Row row = _rows.Current;
        if (FaultOf(row.Span) is { } fault)
        {
            throw new DataFileException($"{fault.Place}: {fault.What}");
        }

        string[] names = new string[row.ColCount];
        for (int i = 0; i < names.Length; i++)
        {
            CsvField field = CsvField.Of(row[i].Span);
            names[i] = field.Fault is { } wrong ? throw new DataFileException($"{PlaceIn(row.Span, OffsetIn(row.Span, row[i].Span) + wrong.Offset)}: {wrong.What}") : field.ToText();
        }

        _header = Header.Find(fields, names, Origin, row.Span.ToString(), rule);
    }

    /// <inheritdoc />
    public override RowOrigin Origin => new(Source, _line);

    /// <inheritdoc />
    public override bool Read()
    {
        while (MoveNext())
        {
            SepReader.Row row = _rows.Current;
            if (row.Span.IsEmpty)
            {
                _blankFrom = _blankFrom == 0 ? _line : _blankFrom;
                continue;
            }

            AnyRecord = true;
            NoteBlankLines();
            if (FaultOf(row.Span) is { } fault)
            {
                Faults.Add(fault.Place, fault.What);
            }
            else if (Take(row))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc />
    public override RowOrigin PlaceOf(TaskField field) => PlaceIn(_rows.Current.Span, this[field].Offset);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _rows.Dispose();
        base.Dispose(disposing);
    }

    private static int OffsetIn(ReadOnlySpan<char> row, ReadOnlySpan<char> field) => row.Overlaps(field, out int offset) ? offset : row.Length;

    private bool MoveNext()
    {
        if (!Reading(_rows.MoveNext))
        {
            return false;
        }

        _line = _nextLine;
        _nextLine += 1 + LineEnds(_rows.Current.Span);
        return true;
    }

    /// <summary>Sep's buffer holds a row of 16 Mi characters and no longer one.</summary>
    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (NotSupportedException e)
        {
            throw new DataFileException($"{new RowOrigin(Source, _nextLine)}: the row that begins here does not end within 16 Mi characters; a quote that is opened must be closed, and a quote within quotes doubled", e);
        }
    }

    private bool Take(SepReader.Row row)
    {
        if (row.ColCount != _header.Names.Count)
        {
            return RefuseCount(row.ColCount, row.Span.ToString());
        }

        int most = (3 * row.Span.Length) + 3, written = 0;
        _bytes = _bytes.Length < most ? new byte[2 * most] : _bytes;
        bool fits = true;
        for (int i = 0; i < row.ColCount; i++)
        {
            ReadOnlySpan<char> raw = row[i].Span;
            int offset = OffsetIn(row.Span, raw);
            CsvField field = CsvField.Of(raw);
            if (field.Fault is { } fault)
            {
                Faults.Add(PlaceIn(row.Span, offset + fault.Offset), fault.What);
                fits = false;
            }
            else if (FieldOf(i) is { } needed)
            {
                int length = field.CopyTo(_bytes.AsSpan(written));
                Set(needed, new(FieldKind.Text, _bytes.AsMemory(written, length), offset));
                written += length;
            }
        }

        return fits;
    }

    private TaskField? FieldOf(int column)
    {
        for (int field = 0; field < TaskFields.Count; field++)
        {
            if (_header.Indices[field] == column)
            {
                return (TaskField)field;
            }
        }

        return null;
    }

    private bool RefuseCount(int count, string row)
    {
        Faults.Add(Origin, () =>
        {
            string remedy = count > _header.Names.Count ? "a text with a comma stands between quotes" : "fields are separated by commas";
            string fields = count == 1 ? "1 field" : $"{count} fields";
            return $"{fields} where the header has {_header.Names.Count}, {Quoted.List(_header.Names)}: {Quoted.Text(row)}; {remedy}";
        });
        return false;
    }

    private void NoteBlankLines()
    {
        for (int line = _blankFrom; line > 0 && line < _line; line++)
        {
            Faults.Add(new(Source, line), () => $"the line is blank; a row has {_header.Names.Count} fields, {Quoted.List(_header.Names)}");
        }

        _blankFrom = 0;
    }

    /// <summary>What makes a row unreadable as text, with its place; null if nothing does.</summary>
    private (RowOrigin Place, string What)? FaultOf(ReadOnlySpan<char> row)
    {
        if (row.Length > Utf8LineReader.MostBytes)
        {
            return (Origin, "the row has more than 1 Mi characters; if it should not, a quote before it or in it is not closed, or not doubled");
        }

        int at = IndexOfInvalid(row);
        if (at < 0)
        {
            return null;
        }

        int lineStart = row[..at].LastIndexOfAny('\r', '\n') + 1, length = row[at..].IndexOfAny('\r', '\n');
        byte[] line = Bytes(row[lineStart..(length < 0 ? row.Length : at + length)]);
        return (PlaceIn(row, at) with { Column = 0 }, TextFault.Of(line, _text)!);
    }

    private static int IndexOfInvalid(ReadOnlySpan<char> row)
    {
        for (int start = 0; ;)
        {
            int found = row[start..].IndexOfAnyInRange('\uD800', '\uDFFF');
            int nul = (found < 0 ? row[start..] : row.Slice(start, found)).IndexOf('\0');
            if (nul >= 0 || found < 0)
            {
                return nul < 0 ? -1 : start + nul;
            }

            start += found;
            if (start + 1 >= row.Length || !char.IsSurrogatePair(row[start], row[start + 1]))
            {
                return start;
            }

            start += 2;
        }
    }

    /// <summary>The bytes that the file has.</summary>
    private static byte[] Bytes(ReadOnlySpan<char> text)
    {
        List<byte> bytes = [];
        Span<byte> character = stackalloc byte[4];
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out Rune rune, out int length) == System.Buffers.OperationStatus.Done)
            {
                bytes.AddRange(character[..rune.EncodeToUtf8(character)]);
            }
            else
            {
                bytes.Add((byte)(text[0] - Utf8TextReader.Escape(0)));
            }

            text = text[length..];
        }

        return [.. bytes];
    }

    /// <summary>The place of a character in the current row.</summary>
    private RowOrigin PlaceIn(ReadOnlySpan<char> row, int offset)
    {
        ReadOnlySpan<char> before = row[..offset];
        int lineStart = before.LastIndexOfAny('\r', '\n') + 1;
        return new(Source, _line + LineEnds(before)) { Column = CodePoints.Count(before[lineStart..]) + 1 };
    }

    /// <summary>How many lines end within a text: at LF, CR LF or CR.</summary>
    private static int LineEnds(ReadOnlySpan<char> text)
    {
        int count = text.Count('\n');
        for (int i = text.IndexOf('\r'); i >= 0;)
        {
            count += i + 1 < text.Length && text[i + 1] == '\n' ? 0 : 1;
            int next = text[(i + 1)..].IndexOf('\r');
            i = next < 0 ? -1 : i + 1 + next;
        }

        return count;
    }
}
