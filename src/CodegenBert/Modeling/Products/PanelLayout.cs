using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CodegenBert.Modeling.Products;

/// <summary>Lays out panels: a panel's steps one after the other, as many columns each as it is wide. Compiled with all optimisations at once, like all that counts values one by one here: the first text is waiting.</summary>
internal static unsafe class PanelLayout
{
    /// <summary>What a row's length must be a multiple of.</summary>
    public const int Lanes = 8;

    /// <summary>A panel of columns of a matrix.</summary>
    /// <param name="from">The matrix, from the panel's first column on.</param>
    /// <param name="steps">Rows of the matrix.</param>
    /// <param name="width">Of the panel.</param>
    /// <param name="to">(steps, width)</param>
    public static void Copy(Rows from, int steps, int width, float* to)
    {
        for (int step = 0; step < steps; step++, to += width)
        {
            new ReadOnlySpan<float>(from.At(step), width).CopyTo(new(to, width));
        }
    }

    /// <summary>A panel whose columns are rows of a matrix.</summary>
    /// <param name="from">The matrix, from the panel's first column on.</param>
    /// <param name="rows">How many rows, at most the panel's width: the other columns are 0.</param>
    /// <param name="steps">Length of a row, a multiple of <see cref="Lanes"/>.</param>
    /// <param name="width">Of the panel, a multiple of <see cref="Lanes"/>.</param>
    /// <param name="to">(steps, width)</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(Rows from, int rows, int steps, int width, float* to)
    {
        if (rows < width)
        {
            new Span<float>(to, steps * width).Clear();
        }

        int whole = rows / Lanes * Lanes;
        for (int row = 0; row < whole; row += Lanes)
        {
            for (int step = 0; step < steps; step += Lanes)
            {
                TransposeEight(from.At(row, step), from.Stride, to + (step * width) + row, width);
            }
        }

        for (int row = whole; row < rows; row++)
        {
            for (int step = 0; step < steps; step++)
            {
                to[(step * width) + row] = from.At(row)[step];
            }
        }
    }

    /// <summary>Eight rows' eight values: what was a row becomes a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeEight(float* from, nint stride, float* to, int width)
    {
        (Vector256<float> a0, Vector256<float> a1) = Interleave(from, from + stride);
        (Vector256<float> b0, Vector256<float> b1) = Interleave(from + (2 * stride), from + (3 * stride));
        (Vector256<float> c0, Vector256<float> c1) = Interleave(from + (4 * stride), from + (5 * stride));
        (Vector256<float> d0, Vector256<float> d1) = Interleave(from + (6 * stride), from + (7 * stride));
        Put(a0, b0, c0, d0, to, width);
        Put(a1, b1, c1, d1, to + (2 * width), width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Low, Vector256<float> High) Interleave(float* first, float* second) =>
        (Avx.UnpackLow(Avx.LoadVector256(first), Avx.LoadVector256(second)), Avx.UnpackHigh(Avx.LoadVector256(first), Avx.LoadVector256(second)));

    /// <summary>Steps 0, 1, 4 and 5 of those from a place on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* to, int width)
    {
        const byte low = 0x44, high = 0xEE, lowHalves = 0x20, highHalves = 0x31;
        (Vector256<float> first, Vector256<float> second) = (Avx.Shuffle(a, b, low), Avx.Shuffle(c, d, low));
        Avx.Store(to, Avx.Permute2x128(first, second, lowHalves));
        Avx.Store(to + (4 * width), Avx.Permute2x128(first, second, highHalves));
        (first, second) = (Avx.Shuffle(a, b, high), Avx.Shuffle(c, d, high));
        Avx.Store(to + width, Avx.Permute2x128(first, second, lowHalves));
        Avx.Store(to + (5 * width), Avx.Permute2x128(first, second, highHalves));
    }
}
