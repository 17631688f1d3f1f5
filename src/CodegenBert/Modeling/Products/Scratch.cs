using System.Runtime.InteropServices;

namespace CodegenBert.Modeling.Products;

/// <summary>Memory for what a kernel writes on the way.</summary>
internal readonly unsafe ref struct Scratch
{
    private const nuint Alignment = 64; // a line of the cache

    /// <summary>Has room for so many values, which are not set to anything.</summary>
    public Scratch(int length) => Values = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Alignment);

    /// <summary>The first value.</summary>
    public float* Values { get; }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => NativeMemory.AlignedFree(Values);
}
