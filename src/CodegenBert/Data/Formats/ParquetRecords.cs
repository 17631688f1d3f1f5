using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace CodegenBert.Data.Formats;

/// <summary>Reads the rows of a Parquet file, a row group at a time; of each the columns that are needed.</summary>
internal sealed class ParquetRecords : RecordReader
{
    private readonly ParquetBounds _bounds;
    private readonly BlockingStream _stream;
    private readonly ParquetReader _file;
    private readonly Dictionary<TaskField, DataField> _columns;
    private readonly Dictionary<TaskField, ParquetColumn> _group = [];
    private readonly Utf8Bytes _bytes = new();
    private int _groupsRead;
    private long _rowsLeft;
    private int _row;

    /// <summary>Reads the footer.</summary>
    /// <param name="stream">The file, which can seek; left open.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="fields">What the task needs.</param>
    /// <param name="faults">Takes the faults.</param>
    /// <exception cref="DataFileException">The file is no Parquet, broken, or without the columns that are needed.</exception>
    public ParquetRecords(Stream stream, string source, TaskFields fields, DataFaults faults)
        : base(fields, source, faults)
    {
        _bounds = new(stream, source);
        _bounds.CheckFooter();
        _stream = new(stream);
        _file = Reading("its footer", () => ParquetReader.CreateAsync(_stream, new ParquetOptions { TreatByteArrayAsString = true }, true).GetAwaiter().GetResult());
        _columns = Reading("its schema", Columns);
    }

    /// <inheritdoc />
    public override string NoRecords => "there are no rows";

    /// <inheritdoc />
    public override RowOrigin Origin => new(Source, _row);

    /// <inheritdoc />
    public override bool Read()
    {
        while (_rowsLeft == 0)
        {
            if (_groupsRead == _file.RowGroupCount)
            {
                return false;
            }

            ReadGroup();
        }

        AnyRecord = true;
        _rowsLeft--;
        _row++;
        _bytes.Clear();
        foreach ((TaskField field, ParquetColumn column) in _group)
        {
            if (!column.TryNext(_bytes, out FieldValue value))
            {
                throw _bounds.Broken($"row {_row} of the column {Quoted.Text(Fields[field]!)}");
            }

            Set(field, value);
        }

        return true;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        DropGroup();
        _file.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    private void DropGroup()
    {
        foreach (ParquetColumn column in _group.Values)
        {
            column.Dispose();
        }

        _group.Clear();
    }

    private void ReadGroup()
    {
        DropGroup();
        using ParquetRowGroupReader group = Reading($"row group {_groupsRead + 1}", () => _file.OpenRowGroupReader(_groupsRead));
        _groupsRead++;
        foreach ((TaskField field, DataField column) in _columns)
        {
            string name = Fields[field]!;
            ColumnMetaData about = Reading($"the column {Quoted.Text(name)}", () => group.GetMetadata(column)?.MetaData) ?? throw _bounds.Broken($"the column {Quoted.Text(name)}");
            _stream.End = _bounds.CheckPages(about, column);
            if (column.MaxRepetitionLevel == 0 && about.NumValues != group.RowCount)
            {
                throw _bounds.Broken($"the column {Quoted.Text(name)}, which has {about.NumValues} values for {group.RowCount} rows,");
            }

            _group[field] = Reading($"the column {Quoted.Text(name)}", () => ParquetColumn.Read(group, column, checked((int)about.NumValues)));
        }

        _rowsLeft = group.RowCount;
    }

    /// <summary>The columns that are needed: of texts and numbers, or lists of them.</summary>
    private Dictionary<TaskField, DataField> Columns()
    {
        string[] names = [.. _file.Schema.Fields.Select(field => field.Name)];
        var header = Header.Find(Fields, names, new(Source, 0), string.Join(", ", names), $"The file must have the columns {Quoted.List(Fields.Names)}");
        Dictionary<TaskField, DataField> columns = [];
        foreach (TaskField field in Fields.Needed)
        {
            string name = Fields[field]!;
            DataField[] parts = [.. _file.Schema.DataFields.Where(part => part.Path.FirstPart == name)];
            if (parts is not [{ MaxRepetitionLevel: <= 1 } column] || _file.Schema.Fields[header.Indices[(int)field]] is StructField)
            {
                throw new DataFileException($"{Source}: the column {Quoted.Text(name)} is a structure; a column of texts or numbers is needed, or of lists of them");
            }

            columns[field] = column;
        }

        return columns;
    }

    /// <summary>What the library throws on a broken file is of any type: its own, that of an array that is too short, of a stream that ends.</summary>
    private T Reading<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is NotSupportedException or NotImplementedException)
        {
            throw new DataFileException($"{Source}: {what} is not supported: {e.Message}", e);
        }
        catch (Exception e) when (e is not (CodegenBertException or OutOfMemoryException))
        {
            throw _bounds.Broken(what, e);
        }
    }
}
