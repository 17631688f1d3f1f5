using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// x (1 + erf(x / sqrt(2))) / 2 (Hendrycks and Gimpel 2016), without derivatives. erf is the rational approximation that Eigen and TensorFlow have for float32: an odd polynomial of degree 13 over an even one of
/// degree 8. In float32 it errs by 4e-7 at most, close to where it is cut off, being 1 there.
/// </summary>
internal static unsafe class Gelu
{
    /// <summary>Of values, in place.</summary>
    /// <param name="values">The first.</param>
    /// <param name="count">How many, a multiple of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* values, int count)
    {
        for (float* end = values + count; values < end; values += Vector256<float>.Count)
        {
            Vector256<float> x = Vector256.Load(values), half = x * 0.5f;
            Vector256.FusedMultiplyAdd(half, Erf(x * 0.70710678f), half).Store(values);
        }
    }

    private static Vector256<float> Erf(Vector256<float> x)
    {
        Vector256<float> z = Vector256.MinNative(Vector256.MaxNative(x, Vector256.Create(-4f)), Vector256.Create(4f)), square = z * z;
        Vector256<float> over = Next(square, Vector256.Create(-2.72614225801306e-10f), 2.77068142495902e-08f);
        over = Next(square, over, -2.10102402082508e-06f);
        over = Next(square, over, -5.69250639462346e-05f);
        over = Next(square, over, -7.34990630326855e-04f);
        over = Next(square, over, -2.95459980854025e-03f);
        over = Next(square, over, -1.60960333262415e-02f);
        Vector256<float> under = Next(square, Vector256.Create(-1.45660718464996e-05f), -2.13374055278905e-04f);
        under = Next(square, under, -1.68282697438203e-03f);
        under = Next(square, under, -7.37332916720468e-03f);
        under = Next(square, under, -1.42647390514189e-02f);
        return z * over / under;
    }

    /// <summary>A step of Horner's scheme.</summary>
    private static Vector256<float> Next(Vector256<float> x, Vector256<float> sum, float coefficient) => Vector256.FusedMultiplyAdd(sum, x, Vector256.Create(coefficient));
}
