using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace CodegenBert.Data.Formats;

/// <summary>
/// What a gzipped file unpacks to, in bounded memory. One that unpacks to far more than texts do is refused: deflate reaches 1,032 to 1, so that a small file could
/// otherwise fill the memory with rows. One that is cut off is refused; .NET's own <see cref="System.IO.Compression.GZipStream"/> takes it for one that ends there,
/// unless the whole process is set to <c>System.IO.Compression.UseStrictValidation</c>.
/// </summary>
internal sealed class GzipData : ForwardStream
{
    /// <summary>What may be unpacked whatever the file: 64 MiB.</summary>
    public const long FreeBytes = 64 << 20;

    /// <summary>What may be unpacked for each byte of the file beyond <see cref="FreeBytes"/>: data files of texts unpack to 2 to 20.</summary>
    public const int MostBytesPerByte = 100;

    private const int BufferSize = 1 << 15;

    private readonly CountedStream _packed;
    private readonly GZipInputStream _unpacked;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly string _source;
    private long _count;

    /// <summary>Unpacks a stream.</summary>
    /// <param name="packed">The file's bytes; left open.</param>
    /// <param name="source">What messages call it.</param>
    public GzipData(Stream packed, string source)
    {
        _packed = new(packed);
        _unpacked = new(_packed, BufferSize) { IsStreamOwner = false };
        _source = source;
    }

    /// <summary>Whether bytes begin as a gzipped file does (RFC 1952, section 2.3.1).</summary>
    /// <param name="first">The first bytes.</param>
    public static bool Is(ReadOnlySpan<byte> first) => first is [0x1F, 0x8B, ..];

    /// <inheritdoc />
    /// <exception cref="DataFileException">The file is broken, or unpacks to too much.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = Math.Min(buffer.Length, _buffer.Length);
            count = _unpacked.Read(_buffer, 0, count);
            _buffer.AsSpan(0, count).CopyTo(buffer);
        }
        catch (Exception e) when (e is SharpZipBaseException or EndOfStreamException or InvalidOperationException or IndexOutOfRangeException or ArgumentException)
        {
            throw new DataFileException($"{_source}: the gzip data is broken or cut off after {_count} unpacked bytes ({e.Message}); fetch or pack the file again", e);
        }

        _count += count;
        return _count <= FreeBytes + (MostBytesPerByte * _packed.Count)
            ? count
            : throw new DataFileException($"{_source}: unpacks to more than {MostBytesPerByte} times its size, as no file of texts does; if it is meant, unpack it first: gunzip --keep FILE");
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Counts what is read.</summary>
    private sealed class CountedStream(Stream stream) : ForwardStream
    {
        public long Count { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int count = stream.Read(buffer);
            Count += count;
            return count;
        }
    }
}
