using System.Runtime.CompilerServices;
using CodegenBert.Modeling.Products.Tiles;

namespace CodegenBert.Modeling.Products;

/// <inheritdoc />
/// <typeparam name="TTile">A row of the panel.</typeparam>
internal sealed unsafe class PanelKernel<TTile> : PanelKernel
    where TTile : struct, ITile<TTile>
{
    /// <summary>With all optimisations at once; and by itself: inlined into a method that catches exceptions, sums would lie in memory. Each number of rows is written out, since sums that a loop counts through would too.</summary>
    private const MethodImplOptions Compiled = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <inheritdoc />
    public override int Width => TTile.Width;

    /// <inheritdoc />
    public override void Multiply(Rows left, int rows, float* panel, int steps, float* bias, Rows product)
    {
        nint next = (nint)steps * TTile.Width;
        for (int first = 0; first < steps; first += TTile.Steps)
        {
            int count = Math.Min(TTile.Steps, steps - first), row = 0;
            float* part = panel + ((nint)first * TTile.Width);
            for (; TTile.HoldsEightRows && row + 8 <= rows; row += 8)
            {
                Eight(left.From(row, first), part, count, product.From(row), bias, first > 0, row == 0 ? next : 0);
            }

            for (; !TTile.HoldsEightRows && row + 6 <= rows; row += 6)
            {
                Six(left.From(row, first), part, count, product.From(row), bias, first > 0, row == 0 ? next : 0);
            }

            for (; row + 4 <= rows; row += 4)
            {
                Four(left.From(row, first), part, count, product.From(row), bias, first > 0, row == 0 ? next : 0);
            }

            for (; row < rows; row++)
            {
                One(left.At(row, first), part, count, product.At(row), bias, first > 0);
            }
        }
    }

    [MethodImpl(Compiled)]
    private static void Eight(Rows left, float* panel, int steps, Rows product, float* bias, bool adds, nint next)
    {
        TTile a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        nint row = left.Stride, twoRows = 2 * row;
        float* x = left.At(0), y = left.At(3), z = left.At(6);
        for (float* end = panel + ((nint)steps * TTile.Width); panel < end; panel += TTile.Width, x++, y++, z++)
        {
            if (next != 0)
            {
                TTile.Fetch(panel + next);
            }

            var step = TTile.Load(panel);
            a = TTile.MultiplyAdd(x, step, a);
            b = TTile.MultiplyAdd(x + row, step, b);
            c = TTile.MultiplyAdd(x + twoRows, step, c);
            d = TTile.MultiplyAdd(y, step, d);
            e = TTile.MultiplyAdd(y + row, step, e);
            f = TTile.MultiplyAdd(y + twoRows, step, f);
            g = TTile.MultiplyAdd(z, step, g);
            h = TTile.MultiplyAdd(z + row, step, h);
        }

        Put(product.At(0), a, bias, adds);
        Put(product.At(1), b, bias, adds);
        Put(product.At(2), c, bias, adds);
        Put(product.At(3), d, bias, adds);
        Put(product.At(4), e, bias, adds);
        Put(product.At(5), f, bias, adds);
        Put(product.At(6), g, bias, adds);
        Put(product.At(7), h, bias, adds);
    }

    [MethodImpl(Compiled)]
    private static void Six(Rows left, float* panel, int steps, Rows product, float* bias, bool adds, nint next)
    {
        TTile a = default, b = default, c = default, d = default, e = default, f = default;
        nint row = left.Stride, twoRows = 2 * row;
        float* x = left.At(0), y = left.At(3);
        for (float* end = panel + ((nint)steps * TTile.Width); panel < end; panel += TTile.Width, x++, y++)
        {
            if (next != 0)
            {
                TTile.Fetch(panel + next);
            }

            var step = TTile.Load(panel);
            a = TTile.MultiplyAdd(x, step, a);
            b = TTile.MultiplyAdd(x + row, step, b);
            c = TTile.MultiplyAdd(x + twoRows, step, c);
            d = TTile.MultiplyAdd(y, step, d);
            e = TTile.MultiplyAdd(y + row, step, e);
            f = TTile.MultiplyAdd(y + twoRows, step, f);
        }

        Put(product.At(0), a, bias, adds);
        Put(product.At(1), b, bias, adds);
        Put(product.At(2), c, bias, adds);
        Put(product.At(3), d, bias, adds);
        Put(product.At(4), e, bias, adds);
        Put(product.At(5), f, bias, adds);
    }

    [MethodImpl(Compiled)]
    private static void Four(Rows left, float* panel, int steps, Rows product, float* bias, bool adds, nint next)
    {
        TTile a = default, b = default, c = default, d = default;
        nint row = left.Stride;
        float* x = left.At(0), y = left.At(2);
        for (float* end = panel + ((nint)steps * TTile.Width); panel < end; panel += TTile.Width, x++, y++)
        {
            if (next != 0)
            {
                TTile.Fetch(panel + next);
            }

            var step = TTile.Load(panel);
            a = TTile.MultiplyAdd(x, step, a);
            b = TTile.MultiplyAdd(x + row, step, b);
            c = TTile.MultiplyAdd(y, step, c);
            d = TTile.MultiplyAdd(y + row, step, d);
        }

        Put(product.At(0), a, bias, adds);
        Put(product.At(1), b, bias, adds);
        Put(product.At(2), c, bias, adds);
        Put(product.At(3), d, bias, adds);
    }

    [MethodImpl(Compiled)]
    private static void One(float* left, float* panel, int steps, float* product, float* bias, bool adds)
    {
        TTile sum = default;
        for (float* end = panel + ((nint)steps * TTile.Width); panel < end; panel += TTile.Width, left++)
        {
            sum = TTile.MultiplyAdd(left, TTile.Load(panel), sum);
        }

        Put(product, sum, bias, adds);
    }

    /// <summary>A row's sums: added to those of the steps before, or to the bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* product, TTile sums, float* bias, bool adds)
    {
        float* before = adds ? product : bias;
        (before is null ? sums : TTile.Add(sums, TTile.Load(before))).Store(product);
    }
}
