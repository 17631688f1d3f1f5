namespace CodegenBert.Data.Formats;

/// <summary>Reads the records of a data file, whatever its format: of each the fields that a task needs. Records that are malformed are noted and passed over.</summary>
/// <param name="fields">What the task needs.</param>
/// <param name="source">What messages call the file.</param>
/// <param name="faults">Takes the faults.</param>
internal abstract class RecordReader(TaskFields fields, string source, DataFaults faults) : IDisposable
{
    private readonly FieldValue[] _values = new FieldValue[TaskFields.Count];
    private readonly List<IDisposable> _owned = [];

    /// <summary>Whether there was any record so far, well formed or not.</summary>
    public bool AnyRecord { get; protected set; }

    /// <summary>What is said of a file without records.</summary>
    public virtual string NoRecords => "there are no rows after the header";

    /// <summary>Where the current record stands.</summary>
    public abstract RowOrigin Origin { get; }

    /// <summary>A place that <see cref="GoTo"/> can go back to: that of the current record; null where the file cannot be read from its middle.</summary>
    public virtual RecordPlace? Place => null;

    /// <summary>What the task needs.</summary>
    protected TaskFields Fields { get; } = fields;

    /// <summary>What messages call the file.</summary>
    protected string Source { get; } = source;

    /// <summary>Takes the faults.</summary>
    protected DataFaults Faults { get; } = faults;

    /// <summary>A field of the current record.</summary>
    /// <param name="field">One that the task needs.</param>
    public ref readonly FieldValue this[TaskField field] => ref _values[(int)field];

    /// <summary>Goes to the next well-formed record; false at the end.</summary>
    /// <exception cref="DataFileException">The file cannot be read on.</exception>
    public abstract bool Read();

    /// <summary>Goes back, or forward, so that the next record read is the one of a place.</summary>
    /// <param name="place">A <see cref="Place"/> of this file.</param>
    public virtual void GoTo(RecordPlace place) => throw new NotSupportedException();

    /// <summary>Where a field of the current record begins.</summary>
    /// <param name="field">The field.</param>
    public virtual RowOrigin PlaceOf(TaskField field) => Origin;

    /// <summary>Takes something that is to be disposed with the reader.</summary>
    /// <param name="resource">What the reader reads from.</param>
    public void Own(IDisposable resource) => _owned.Add(resource);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        _owned.ForEach(resource => resource.Dispose());
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the reader itself holds.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Sets a field of the current record.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">What the record has there.</param>
    protected void Set(TaskField field, FieldValue value) => _values[(int)field] = value;

    /// <summary>Forgets the current record's fields.</summary>
    protected void Clear() => Array.Clear(_values);
}

/// <summary>A record's place in a file.</summary>
/// <param name="Position">The bytes before it.</param>
/// <param name="Line">The 1-based line that it begins on.</param>
internal readonly record struct RecordPlace(long Position, int Line);
