using System.IO.Compression;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>A run of bytes in a file of weights.</summary>
internal abstract class StoredBytes(long length)
{
    /// <summary>How many there are.</summary>
    public long Length { get; } = length;

    /// <summary>Reads some of them.</summary>
    /// <param name="from">The first.</param>
    /// <param name="destination">Is filled.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    public abstract void Read(long from, Span<byte> destination);
}

/// <summary>Bytes of an open file.</summary>
/// <param name="file">The file.</param>
/// <param name="start">Where they begin.</param>
/// <param name="length">How many there are.</param>
internal sealed class FileBytes(FileStream file, long start, long length) : StoredBytes(length)
{
    /// <summary>Where they begin in the file.</summary>
    public long Start { get; } = start;

    /// <inheritdoc />
    public override void Read(long from, Span<byte> destination)
    {
        file.Position = Start + from;
        file.ReadExactly(destination);
    }
}

/// <summary>Bytes of an archive's entry that is stored, not compressed.</summary>
internal sealed class ArchiveBytes(ZipArchiveEntry entry) : StoredBytes(entry.Length)
{
    private const int SkippedAtOnce = 1 << 16;

    /// <inheritdoc />
    public override void Read(long from, Span<byte> destination)
    {
        using Stream stream = entry.Open();
        byte[] skipped = new byte[Math.Min(from, SkippedAtOnce)];
        for (long left = from; left > 0; left -= skipped.Length)
        {
            stream.ReadExactly(skipped.AsSpan(0, (int)Math.Min(left, skipped.Length)));
        }

        stream.ReadExactly(destination);
    }
}
