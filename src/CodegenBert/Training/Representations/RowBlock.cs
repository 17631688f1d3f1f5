using System.Runtime.InteropServices;

namespace CodegenBert.Training.Representations;

/// <summary>A block of memory that is filled row by row.</summary>
internal sealed unsafe class RowBlock : RowMemory
{
    private readonly int _width;
    private float* _start;

    /// <summary>Makes room; memory that is never written to is never taken from the system.</summary>
    /// <param name="rows">Rows at most.</param>
    /// <param name="width">Values of a row.</param>
    public RowBlock(long rows, int width)
        : base(width)
    {
        (Rows, _width) = (rows, width);
        _start = (float*)NativeMemory.Alloc((nuint)Math.Max(1, rows), (nuint)width * sizeof(float));
    }

    ~RowBlock() => Free();

    /// <inheritdoc />
    public override long Rows { get; }

    /// <summary>Rows that have been added.</summary>
    public long Filled { get; private set; }

    /// <inheritdoc />
    protected override float* Start => _start;

    /// <summary>Adds whole rows at the end.</summary>
    /// <param name="values">Their values.</param>
    public void Add(ReadOnlySpan<float> values)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        int rows = values.Length / _width;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Filled + rows, Rows);
        values.CopyTo(new Span<float>(_start + (Filled * _width), values.Length));
        Filled += rows;
    }

    /// <summary>Forgets all rows; the memory stays.</summary>
    public void Clear() => Filled = 0;

    /// <inheritdoc />
    protected override void Free()
    {
        NativeMemory.Free(_start);
        _start = null;
    }
}
