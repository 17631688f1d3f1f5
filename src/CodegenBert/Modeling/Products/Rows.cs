using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>Rows of a matrix, the values of each one after the other.</summary>
/// <param name="first">The first row's first value.</param>
/// <param name="stride">Distance of two rows.</param>
internal readonly unsafe struct Rows(float* first, nint stride)
{
    /// <summary>Distance of two rows.</summary>
    public nint Stride { get; } = stride;

    /// <summary>Those of a contiguous tensor (..., columns); valid as long as it lives.</summary>
    public static Rows Of(Tensor matrix) => new((float*)Memory.Of(matrix), (nint)matrix.size(-1));

    /// <summary>The rows from one on, without the columns before one.</summary>
    public Rows From(int row, int column = 0) => new(At(row, column), Stride);

    /// <summary>A place in a row.</summary>
    public float* At(int row, int place = 0) => first + (row * Stride) + place;
}
