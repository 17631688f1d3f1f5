using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>A sum and its layer normalisation in one pass over the memory, without derivatives.</summary>
/// <param name="weight">(d), d being a multiple of 8.</param>
/// <param name="bias">(d)</param>
/// <param name="epsilon">Added to the variance.</param>
internal sealed unsafe class RowNorm(Tensor weight, Tensor bias, double epsilon)
{
    private const int Lanes = 8, RowsOfPiece = 16;
    private readonly int _width = (int)weight.size(0);

    /// <summary>Normalises x + y. All (rows, d)</summary>
    public void Compute(Rows x, Rows y, int rows, Rows result)
    {
        (nint w, nint b) = (Memory.Of(weight), Memory.Of(bias));
        SharedWork.Run((rows + RowsOfPiece - 1) / RowsOfPiece, piece =>
        {
            for (int row = piece * RowsOfPiece; row < Math.Min(rows, (piece + 1) * RowsOfPiece); row++)
            {
                Normalize(x.At(row), y.At(row), (float*)w, (float*)b, result.At(row));
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Normalize(float* x, float* y, float* weights, float* biases, float* result)
    {
        Vector256<float> sums = default, squares = default;
        for (int i = 0; i < _width; i += Lanes)
        {
            Vector256<float> sum = Vector256.Load(x + i) + Vector256.Load(y + i);
            sum.Store(result + i);
            sums += sum;
        }

        Vector256<float> mean = Vector256.Create(Vector256.Sum(sums) / _width);
        for (int i = 0; i < _width; i += Lanes)
        {
            Vector256<float> deviation = Vector256.Load(result + i) - mean;
            squares += deviation * deviation;
        }

        Vector256<float> inverse = Vector256.Create((float)(1 / Math.Sqrt((Vector256.Sum(squares) / _width) + epsilon)));
        for (int i = 0; i < _width; i += Lanes)
        {
            (((Vector256.Load(result + i) - mean) * inverse * Vector256.Load(weights + i)) + Vector256.Load(biases + i)).Store(result + i);
        }
    }
}
