using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CodegenBert.Modeling.Products.Tiles;

/// <summary>Thirty-two columns in two vectors of AVX-512, which has thirty-two registers.</summary>
internal readonly unsafe struct TwoOfSixteen(Vector512<float> x, Vector512<float> y) : ITile<TwoOfSixteen>
{
    private readonly Vector512<float> _x = x;
    private readonly Vector512<float> _y = y;

    /// <inheritdoc />
    public static int Width => 32;

    /// <inheritdoc />
    public static int Steps => 128;

    /// <inheritdoc />
    public static bool HoldsEightRows => true;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoOfSixteen Load(float* from) => new(Vector512.Load(from), Vector512.Load(from + 16));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoOfSixteen MultiplyAdd(float* value, TwoOfSixteen step, TwoOfSixteen sum)
    {
        var x = Vector512.Create(*value);
        return new(Vector512.FusedMultiplyAdd(x, step._x, sum._x), Vector512.FusedMultiplyAdd(x, step._y, sum._y));
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoOfSixteen Add(TwoOfSixteen x, TwoOfSixteen y) => new(x._x + y._x, x._y + y._y);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(float* place)
    {
        Sse.Prefetch1(place);
        Sse.Prefetch1(place + 16);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to)
    {
        _x.Store(to);
        _y.Store(to + 16);
    }
}
