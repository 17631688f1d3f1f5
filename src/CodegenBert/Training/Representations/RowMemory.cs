using System.Runtime.InteropServices;

namespace CodegenBert.Training.Representations;

/// <summary>Rows of float32 that lie one behind the other in native memory: a block of the run's own, or a file's pages.</summary>
/// <param name="width">Values of a row.</param>
internal abstract unsafe class RowMemory(int width) : IDisposable
{
    /// <summary>Rows that there is room for.</summary>
    public abstract long Rows { get; }

    /// <summary>Where the first row begins.</summary>
    protected abstract float* Start { get; }

    /// <summary>Some rows, to be read.</summary>
    /// <param name="row">The first.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<float> Read(long row, int count)
    {
        ObjectDisposedException.ThrowIf(Start is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row + count, Rows);
        return new(Start + (row * width), checked(count * width));
    }

    /// <summary>The bytes of some rows.</summary>
    /// <param name="row">The first.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<byte> Bytes(long row, int count) => MemoryMarshal.AsBytes(Read(row, count));

    /// <inheritdoc />
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the memory back; a second call does nothing.</summary>
    protected abstract void Free();
}
