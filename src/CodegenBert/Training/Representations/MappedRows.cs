using System.IO.MemoryMappedFiles;

namespace CodegenBert.Training.Representations;

/// <summary>
/// A file of rows, mapped: its pages are read when they are first used, and the system drops them when memory is short, so that a file may be larger than memory.
/// (<c>torch.from_file</c> would not do for that: it maps for writing, which Linux refuses for files larger than memory and swap together.)
/// </summary>
internal sealed unsafe class MappedRows : RowMemory
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private float* _start;

    /// <summary>Maps the file as long as it is now; it may grow afterwards, or be deleted.</summary>
    /// <param name="path">The file; it holds at least one row.</param>
    /// <param name="width">Values of a row.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public MappedRows(string path, int width)
        : base(width)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        try
        {
            Rows = stream.Length / (width * sizeof(float));
            _file = MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = (float*)(start + _view.PointerOffset);
    }

    /// <inheritdoc />
    public override long Rows { get; }

    /// <inheritdoc />
    protected override float* Start => _start;

    /// <inheritdoc />
    protected override void Free()
    {
        if (_start is not null)
        {
            _start = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
