using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// The inner part of a matrix product (Goto and van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication"): up to six rows times a panel of sixteen columns, the sums
/// in registers. Each element is summed step by step in the same order, whatever rows and columns are computed beside it: so a row's bits do not depend on its neighbours.
/// </summary>
internal static unsafe class PanelKernel
{
    /// <summary>Columns of a panel: two vectors.</summary>
    public const int Width = 2 * Lanes;

    /// <summary>Steps that are summed before the sum is added to what was there: a panel's part stays in the nearest cache, and rounding errors grow with the part's length.</summary>
    public const int Steps = 256;

    /// <summary>Rows that are gone through before the next panel: they stay in the second cache.</summary>
    public const int Rows = 96;

    private const int Lanes = 8;

    /// <summary>
    /// Whether the processor has what the kernel is written for. Where it has AVX-512, libtorch's product uses it and is faster.
    /// </summary>
    public static bool IsSupported { get; } = Avx2.IsSupported && Fma.IsSupported && !Avx512F.IsSupported;

    /// <summary>Rows times a panel. The next panel, if it lies behind this one, is fetched meanwhile.</summary>
    /// <param name="left">(rows, steps)</param>
    /// <param name="rows">How many.</param>
    /// <param name="panel">(steps, 16)</param>
    /// <param name="steps">How many.</param>
    /// <param name="bias">16 values to be added; null for none.</param>
    /// <param name="product">Gets the result. (rows, 16)</param>
    public static void Multiply(Rows left, int rows, float* panel, int steps, float* bias, Rows product)
    {
        nint next = (nint)steps * Width;
        for (int first = 0; first < steps; first += Steps)
        {
            int count = Math.Min(Steps, steps - first), row = 0;
            float* part = panel + ((nint)first * Width);
            for (; row + 6 <= rows; row += 6)
            {
                Six(left.At(row, first), left.Stride, part, count, product.At(row), product.Stride, bias, first > 0, next);
            }

            for (; row + 4 <= rows; row += 4)
            {
                Four(left.At(row, first), left.Stride, part, count, product.At(row), product.Stride, bias, first > 0, next);
            }

            for (; row < rows; row++)
            {
                One(left.At(row, first), part, count, product.At(row), bias, first > 0);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(float* left, nint row, float* panel, int steps, float* result, nint stride, float* bias, bool adds, nint next)
    {
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        Vector256<float> d0 = default, d1 = default, e0 = default, e1 = default, f0 = default, f1 = default;
        nint twoRows = 2 * row;
        float* lower = left + (3 * row), end = panel + ((nint)steps * Width);
        for (; panel < end; panel += Width, left++, lower++)
        {
            Sse.Prefetch0(panel + next);
            Vector256<float> p0 = Avx.LoadVector256(panel), p1 = Avx.LoadVector256(panel + Lanes);
            Vector256<float> x = Avx.BroadcastScalarToVector256(left);
            (a0, a1) = (Fma.MultiplyAdd(x, p0, a0), Fma.MultiplyAdd(x, p1, a1));
            x = Avx.BroadcastScalarToVector256(left + row);
            (b0, b1) = (Fma.MultiplyAdd(x, p0, b0), Fma.MultiplyAdd(x, p1, b1));
            x = Avx.BroadcastScalarToVector256(left + twoRows);
            (c0, c1) = (Fma.MultiplyAdd(x, p0, c0), Fma.MultiplyAdd(x, p1, c1));
            x = Avx.BroadcastScalarToVector256(lower);
            (d0, d1) = (Fma.MultiplyAdd(x, p0, d0), Fma.MultiplyAdd(x, p1, d1));
            x = Avx.BroadcastScalarToVector256(lower + row);
            (e0, e1) = (Fma.MultiplyAdd(x, p0, e0), Fma.MultiplyAdd(x, p1, e1));
            x = Avx.BroadcastScalarToVector256(lower + twoRows);
            (f0, f1) = (Fma.MultiplyAdd(x, p0, f0), Fma.MultiplyAdd(x, p1, f1));
        }

        Put(result, a0, a1, bias, adds);
        Put(result + stride, b0, b1, bias, adds);
        Put(result + (2 * stride), c0, c1, bias, adds);
        Put(result + (3 * stride), d0, d1, bias, adds);
        Put(result + (4 * stride), e0, e1, bias, adds);
        Put(result + (5 * stride), f0, f1, bias, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* left, nint row, float* panel, int steps, float* result, nint stride, float* bias, bool adds, nint next)
    {
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        float* lower = left + (2 * row), end = panel + ((nint)steps * Width);
        for (; panel < end; panel += Width, left++, lower++)
        {
            Sse.Prefetch0(panel + next);
            Vector256<float> p0 = Avx.LoadVector256(panel), p1 = Avx.LoadVector256(panel + Lanes);
            Vector256<float> x = Avx.BroadcastScalarToVector256(left);
            (a0, a1) = (Fma.MultiplyAdd(x, p0, a0), Fma.MultiplyAdd(x, p1, a1));
            x = Avx.BroadcastScalarToVector256(left + row);
            (b0, b1) = (Fma.MultiplyAdd(x, p0, b0), Fma.MultiplyAdd(x, p1, b1));
            x = Avx.BroadcastScalarToVector256(lower);
            (c0, c1) = (Fma.MultiplyAdd(x, p0, c0), Fma.MultiplyAdd(x, p1, c1));
            x = Avx.BroadcastScalarToVector256(lower + row);
            (d0, d1) = (Fma.MultiplyAdd(x, p0, d0), Fma.MultiplyAdd(x, p1, d1));
        }

        Put(result, a0, a1, bias, adds);
        Put(result + stride, b0, b1, bias, adds);
        Put(result + (2 * stride), c0, c1, bias, adds);
        Put(result + (3 * stride), d0, d1, bias, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(float* left, float* panel, int steps, float* result, float* bias, bool adds)
    {
        Vector256<float> a0 = default, a1 = default;
        for (float* end = panel + ((nint)steps * Width); panel < end; panel += Width, left++)
        {
            Vector256<float> x = Avx.BroadcastScalarToVector256(left);
            (a0, a1) = (Fma.MultiplyAdd(x, Avx.LoadVector256(panel), a0), Fma.MultiplyAdd(x, Avx.LoadVector256(panel + Lanes), a1));
        }

        Put(result, a0, a1, bias, adds);
    }

    /// <summary>A row's sums: added to those of the steps before, or to the bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* result, Vector256<float> first, Vector256<float> second, float* bias, bool adds)
    {
        float* before = adds ? result : bias;
        if (before is not null)
        {
            (first, second) = (Avx.Add(first, Avx.LoadVector256(before)), Avx.Add(second, Avx.LoadVector256(before + Lanes)));
        }

        Avx.Store(result, first);
        Avx.Store(result + Lanes, second);
    }
}
