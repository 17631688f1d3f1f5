using System.Text;

namespace CodegenBert.Data.Formats;

/// <summary>Reads tab-separated text without quoting: a header that names the columns, then one row a line.</summary>
internal sealed class TsvReader : LineRecordReader
{
    private readonly Header _header;

    /// <summary>For each column of the file the field that it is; null for a column that is not needed.</summary>
    private readonly TaskField?[] _fieldOf;

    /// <summary>Reads the header.</summary>
    /// <param name="text">The file.</param>
    /// <param name="fields">What the task needs.</param>
    /// <param name="faults">Takes the faults.</param>
    /// <exception cref="DataFileException">There is no header, or not the task's.</exception>
    public TsvReader(DataText text, TaskFields fields, DataFaults faults)
        : base(text, fields, faults)
    {
        string rule = Header.Rule(fields, "tabs");
        if (!Lines.Read())
        {
            throw new DataFileException($"{Source}: the file is empty. {rule}");
        }

        if (Fault() is { } fault)
        {
            throw new DataFileException($"{Origin}: {fault}");
        }

        string line = Encoding.UTF8.GetString(Lines.Line);
        _header = Header.Find(fields, line.Split('\t'), Origin, line, rule);
        _fieldOf = new TaskField?[_header.Names.Count];
        foreach (TaskField field in fields.Needed)
        {
            _fieldOf[_header.Indices[(int)field]] = field;
        }
    }

    /// <inheritdoc />
    protected override string OfBlankLine => $"the line is blank; a row has {_header.Names.Count} fields, {Quoted.List(_header.Names)}";

    /// <inheritdoc />
    protected override bool ReadLine()
    {
        ReadOnlyMemory<byte> line = Lines.LineMemory;
        int start = 0, count = 0;
        while (true)
        {
            int length = line.Span[start..].IndexOf((byte)'\t');
            bool last = length < 0;
            length = last ? line.Length - start : length;
            if (count < _fieldOf.Length && _fieldOf[count] is { } field)
            {
                Set(field, new(FieldKind.Text, line.Slice(start, length), start));
            }

            count++;
            if (last)
            {
                break;
            }

            start += length + 1;
        }

        return count == _header.Names.Count || RefuseCount(count);
    }

    private bool RefuseCount(int count)
    {
        Faults.Add(Origin, () =>
        {
            string remedy = count > _header.Names.Count ? "a text may hold no tab" : "fields are separated by tabs";
            string fields = count == 1 ? "1 field" : $"{count} fields";
            return $"{fields} where the header has {_header.Names.Count}, {Quoted.List(_header.Names)}: {Quoted.Text(Encoding.UTF8.GetString(Lines.Line))}; {remedy}";
        });
        return false;
    }
}
