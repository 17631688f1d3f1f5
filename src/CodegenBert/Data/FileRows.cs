using System.Collections;
using CodegenBert.Data.Formats;
using CodegenBert.Tasks;

namespace CodegenBert.Data;

/// <summary>
/// The rows of a file that stay in the file: checked to its end once, and parsed again whenever they are gone through. A single row is found from a mark before it, of which
/// there is one every <see cref="RowsPerMark"/> rows; in a file that can only be read from its start (packed, UTF-16, CSV, Parquet) rows that are asked for in rising order
/// are found in one pass.
/// </summary>
internal sealed class FileRows : ICheckedRows
{
    private const int RowsPerMark = 1024;

    private readonly string _path;
    private readonly DataFormat? _format;
    private readonly (long Length, DateTime Written) _version;
    private readonly List<RecordPlace> _marks = [];
    private readonly Lock _lock = new();
    private (IEnumerator<LabeledTexts> Rows, int Index)? _cursor;

    /// <summary>Checks a file.</summary>
    /// <param name="task">The task.</param>
    /// <param name="path">The file; it must stay as it is.</param>
    /// <param name="format">How it is written; null for what its name says.</param>
    /// <exception cref="DataFileException">The file is missing or malformed, cannot be read twice, or rows do not fit the task.</exception>
    public FileRows(TaskDefinition task, string path, DataFormat? format)
    {
        (Task, _path, _format) = (task, path, format);
        using FileStream file = DataFile.Open(path);
        if (!file.CanSeek)
        {
            throw new DataFileException($"{path}: cannot be read more than once; read it whole with Read, or put it into a file");
        }

        _version = VersionOf(path);
        using TaskRowReader reader = new(task, file, path, format, labelled: true);
        while (reader.Read(out _))
        {
            if (Count % RowsPerMark == 0 && reader.Place is { } place)
            {
                _marks.Add(place);
            }

            Count = checked(Count + 1);
        }

        reader.Faults.ThrowIfAny();
    }

    /// <inheritdoc />
    public TaskDefinition Task { get; }

    /// <inheritdoc />
    public int Count { get; }

    /// <inheritdoc />
    public LabeledTexts this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _marks.Count > 0 ? FromMark(index) : FromCursor(index);
        }
    }

    /// <inheritdoc />
    public IEnumerator<LabeledTexts> GetEnumerator() => From(null).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static (long Length, DateTime Written) VersionOf(string path)
    {
        FileInfo file = new(path);
        return (file.Length, file.LastWriteTimeUtc);
    }

    private LabeledTexts FromMark(int index) => From(_marks[index / RowsPerMark]).ElementAt(index % RowsPerMark);

    private LabeledTexts FromCursor(int index)
    {
        lock (_lock)
        {
            (IEnumerator<LabeledTexts> rows, int next) = _cursor is { } cursor && cursor.Index < index ? (cursor.Rows, cursor.Index + 1) : Restart();
            while (rows.MoveNext() && next < index)
            {
                next++;
            }

            LabeledTexts row = rows.Current;
            _cursor = (rows, index);
            return row;
        }
    }

    private (IEnumerator<LabeledTexts> Rows, int Next) Restart()
    {
        _cursor?.Rows.Dispose();
        _cursor = null;
        return (GetEnumerator(), 0);
    }

    private IEnumerable<LabeledTexts> From(RecordPlace? mark)
    {
        using FileStream file = DataFile.Open(_path);
        if (VersionOf(_path) != _version)
        {
            throw Changed();
        }

        using TaskRowReader reader = new(Task, file, _path, _format, labelled: true);
        if (mark is { } place)
        {
            reader.GoTo(place);
        }

        while (reader.Read(out LabeledTexts row))
        {
            yield return row;
        }

        if (reader.Faults.Any)
        {
            throw Changed();
        }
    }

    private DataFileException Changed() => new($"{_path}: has changed since it was checked; open it again");
}
