using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>A sum and its layer normalisation in one pass over the memory, without derivatives.</summary>
internal static unsafe class RowNorm
{
    private const int Lanes = 8, RowsOfPiece = 16;

    /// <summary>Whether it can be computed, here.</summary>
    /// <param name="x">(..., d)</param>
    public static bool CanCompute(Tensor x) =>
        PanelKernel.IsSupported && x.dtype == ScalarType.Float32 && x.device_type == DeviceType.CPU && x.size(-1) % Lanes == 0;

    /// <summary>Normalises x + y. Both (..., d) -> (..., d)</summary>
    public static Tensor Compute(Tensor x, Tensor y, Tensor weight, Tensor bias, double epsilon)
    {
        using Tensor first = x.contiguous(), second = y.contiguous();
        Tensor result = empty_like(first);
        int width = (int)x.size(-1), rows = (int)(x.numel() / width);
        (nint a, nint b, nint w, nint c, nint to) = (Memory.Of(first), Memory.Of(second), Memory.Of(weight), Memory.Of(bias), Memory.Of(result));
        SharedWork.Run((rows + RowsOfPiece - 1) / RowsOfPiece, piece =>
        {
            for (int row = piece * RowsOfPiece; row < Math.Min(rows, (piece + 1) * RowsOfPiece); row++)
            {
                nint place = (nint)row * width;
                Normalize((float*)a + place, (float*)b + place, (float*)w, (float*)c, (float*)to + place, width, epsilon);
            }
        });
        return result;
    }

    private static void Normalize(float* x, float* y, float* weight, float* bias, float* result, int width, double epsilon)
    {
        Vector256<float> sums = default, squares = default;
        for (int i = 0; i < width; i += Lanes)
        {
            Vector256<float> sum = Vector256.Load(x + i) + Vector256.Load(y + i);
            sum.Store(result + i);
            sums += sum;
        }

        Vector256<float> mean = Vector256.Create(Vector256.Sum(sums) / width);
        for (int i = 0; i < width; i += Lanes)
        {
            Vector256<float> deviation = Vector256.Load(result + i) - mean;
            squares += deviation * deviation;
        }

        Vector256<float> inverse = Vector256.Create((float)(1 / Math.Sqrt((Vector256.Sum(squares) / width) + epsilon)));
        for (int i = 0; i < width; i += Lanes)
        {
            (((Vector256.Load(result + i) - mean) * inverse * Vector256.Load(weight + i)) + Vector256.Load(bias + i)).Store(result + i);
        }
    }
}
