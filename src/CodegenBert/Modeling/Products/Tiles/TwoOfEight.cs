using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CodegenBert.Modeling.Products.Tiles;

/// <summary>Sixteen columns in two vectors of AVX2. It has sixteen registers: sums of six rows, a step, and what it is multiplied by.</summary>
internal readonly unsafe struct TwoOfEight(Vector256<float> x, Vector256<float> y) : ITile<TwoOfEight>
{
    private readonly Vector256<float> _x = x;
    private readonly Vector256<float> _y = y;

    /// <inheritdoc />
    public static int Width => 16;

    /// <inheritdoc />
    public static int Steps => 256;

    /// <inheritdoc />
    public static bool HoldsEightRows => false;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoOfEight Load(float* from) => new(Vector256.Load(from), Vector256.Load(from + 8));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoOfEight MultiplyAdd(float* value, TwoOfEight step, TwoOfEight sum)
    {
        var x = Vector256.Create(*value);
        return new(Vector256.FusedMultiplyAdd(x, step._x, sum._x), Vector256.FusedMultiplyAdd(x, step._y, sum._y));
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoOfEight Add(TwoOfEight x, TwoOfEight y) => new(x._x + y._x, x._y + y._y);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(float* place) => Sse.Prefetch0(place);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to)
    {
        _x.Store(to);
        _y.Store(to + 8);
    }
}
