using static TorchSharp.torch;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>Reads tensors of a safetensors file whose header has been checked.</summary>
internal sealed class SafetensorsReader : IDisposable
{
    private readonly FileStream _file;
    private readonly long _dataStart;

    private SafetensorsReader(FileStream file, IReadOnlyList<SafetensorsEntry> entries, long dataStart)
    {
        _file = file;
        _dataStart = dataStart;
        Entries = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries { get; }

    /// <summary>The file.</summary>
    public string Path => _file.Name;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">It cannot be read, or is broken.</exception>
    public static SafetensorsReader Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            IReadOnlyList<SafetensorsEntry> entries = SafetensorsHeader.Read(file, path, out long dataStart);
            return new(file, entries, dataStart);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CheckpointException)
        {
            file?.Dispose();
            throw e as CheckpointException ?? new CheckpointException($"{path}: the weights cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The tensor in float32, whatever type it has on disk. The caller owns it.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    public Tensor ReadFloat32(SafetensorsEntry entry)
    {
        Tensor stored = empty([.. entry.Shape], dtype: entry.Type);
        try
        {
            _file.Position = _dataStart + entry.Begin;
            Span<byte> bytes = stored.bytes;
            _file.ReadExactly(bytes);
            if (entry.Type == ScalarType.Float32)
            {
                return stored;
            }

            Tensor widened = stored.to(ScalarType.Float32);
            stored.Dispose();
            return widened;
        }
        catch (Exception e) when (e is IOException)
        {
            stored.Dispose();
            throw new CheckpointException($"{Path}: the tensor '{entry.Name}' cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
