using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CodegenBert.Modeling.Products;

/// <summary>Lays out panels: a panel's steps one after the other, sixteen columns each.</summary>
internal static unsafe class PanelLayout
{
    /// <summary>A panel of sixteen columns of a matrix.</summary>
    /// <param name="from">The first step's first value.</param>
    /// <param name="stride">Distance of two steps.</param>
    /// <param name="steps">How many.</param>
    /// <param name="to">(steps, 16)</param>
    public static void Copy(float* from, nint stride, int steps, float* to)
    {
        for (int step = 0; step < steps; step++, from += stride, to += PanelKernel.Width)
        {
            Vector256.Store(Vector256.Load(from), to);
            Vector256.Store(Vector256.Load(from + 8), to + 8);
        }
    }

    /// <summary>A panel whose columns are rows of a matrix.</summary>
    /// <param name="from">The first row's first value.</param>
    /// <param name="stride">Distance of two rows.</param>
    /// <param name="rows">How many rows, at most sixteen: the panel's other columns are 0.</param>
    /// <param name="steps">Length of a row, a multiple of 8.</param>
    /// <param name="to">(steps, 16)</param>
    public static void Transpose(float* from, nint stride, int rows, int steps, float* to)
    {
        if (rows < PanelKernel.Width)
        {
            new Span<float>(to, steps * PanelKernel.Width).Clear();
            for (int row = 0; row < rows; row++)
            {
                for (int step = 0; step < steps; step++)
                {
                    to[(step * PanelKernel.Width) + row] = from[(row * stride) + step];
                }
            }

            return;
        }

        for (int step = 0; step < steps; step += 8)
        {
            TransposeEight(from + step, stride, to + (step * PanelKernel.Width));
            TransposeEight(from + (8 * stride) + step, stride, to + (step * PanelKernel.Width) + 8);
        }
    }

    /// <summary>Eight rows' eight values: what was a row becomes a column.</summary>
    private static void TransposeEight(float* from, nint stride, float* to)
    {
        (Vector256<float> a0, Vector256<float> a1) = Interleave(from, from + stride);
        (Vector256<float> b0, Vector256<float> b1) = Interleave(from + (2 * stride), from + (3 * stride));
        (Vector256<float> c0, Vector256<float> c1) = Interleave(from + (4 * stride), from + (5 * stride));
        (Vector256<float> d0, Vector256<float> d1) = Interleave(from + (6 * stride), from + (7 * stride));
        Put(a0, b0, c0, d0, to);
        Put(a1, b1, c1, d1, to + (2 * PanelKernel.Width));
    }

    private static (Vector256<float> Low, Vector256<float> High) Interleave(float* first, float* second) =>
        (Avx.UnpackLow(Avx.LoadVector256(first), Avx.LoadVector256(second)), Avx.UnpackHigh(Avx.LoadVector256(first), Avx.LoadVector256(second)));

    /// <summary>Steps 0, 1, 4 and 5 of those from a place on.</summary>
    private static void Put(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* to)
    {
        const byte low = 0x44, high = 0xEE, lowHalves = 0x20, highHalves = 0x31;
        (Vector256<float> first, Vector256<float> second) = (Avx.Shuffle(a, b, low), Avx.Shuffle(c, d, low));
        Avx.Store(to, Avx.Permute2x128(first, second, lowHalves));
        Avx.Store(to + (4 * PanelKernel.Width), Avx.Permute2x128(first, second, highHalves));
        (first, second) = (Avx.Shuffle(a, b, high), Avx.Shuffle(c, d, high));
        Avx.Store(to + PanelKernel.Width, Avx.Permute2x128(first, second, lowHalves));
        Avx.Store(to + (5 * PanelKernel.Width), Avx.Permute2x128(first, second, highHalves));
    }
}
