namespace CodegenBert.Data.Formats;

/// <summary>A stream whose first bytes have been looked at: it gives them once more, and then the rest.</summary>
/// <param name="prefix">The first bytes.</param>
/// <param name="rest">What comes behind them; left open.</param>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> _prefix = prefix;

    /// <summary>Looks at a stream's first bytes, and gives a stream that still has them.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="count">How many bytes; fewer come back of a stream that has fewer.</param>
    public static (byte[] First, Stream Whole) Peek(Stream stream, int count)
    {
        byte[] first = new byte[count];
        int read = stream.ReadAtLeast(first, count, throwOnEndOfStream: false);
        first = first[..read];
        if (stream.CanSeek)
        {
            stream.Position -= read;
            return (first, stream);
        }

        return (first, new PrefixedStream(first, stream));
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        if (_prefix.IsEmpty)
        {
            return rest.Read(buffer);
        }

        int count = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..count].CopyTo(buffer);
        _prefix = _prefix[count..];
        return count;
    }
}
