using System.Buffers;

namespace CodegenBert.Modeling.Products;

/// <summary>Memory for what a kernel writes on the way, from .NET's pool: the next layer finds it in the cache.</summary>
internal readonly unsafe ref struct Scratch
{
    private const int Line = 64; // bytes of a line of the cache
    private readonly float[] _array;
    private readonly MemoryHandle _pin;

    /// <summary>Has room for so many values, which are not set to anything.</summary>
    public Scratch(int length)
    {
        _array = ArrayPool<float>.Shared.Rent(length + (Line / sizeof(float)));
        _pin = new Memory<float>(_array).Pin();
        Values = (float*)(((nint)_pin.Pointer + Line - 1) & -Line);
    }

    /// <summary>The first value, at the beginning of a line.</summary>
    public float* Values { get; }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _pin.Dispose();
        ArrayPool<float>.Shared.Return(_array);
    }
}
