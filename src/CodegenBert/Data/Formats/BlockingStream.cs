namespace CodegenBert.Data.Formats;

/// <summary>
/// A stream whose asynchronous reads are done when they return: for a library that has no others, so that reading needs no second thread. Who reads at its end gets an exception: a library
/// that takes what <see cref="ReadByte"/> says of the end for a byte does not stop there.
/// </summary>
/// <param name="stream">A stream that can seek; left open.</param>
internal sealed class BlockingStream(Stream stream) : Stream
{
    /// <summary>Where it ends, if before the stream does.</summary>
    public long End { get; set; } = stream.Length;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => true;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => stream.Length;

    /// <inheritdoc />
    public override long Position
    {
        get => stream.Position;
        set => stream.Position = value;
    }

    /// <inheritdoc />
    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        _ = Read(one);
        return one[0];
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        int count = stream.Read(buffer[..(int)Math.Clamp(End - stream.Position, 0, buffer.Length)]);
        return count > 0 || buffer.IsEmpty ? count : throw new EndOfStreamException("There is nothing more to read here");
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
