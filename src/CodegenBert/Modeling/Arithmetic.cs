using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// Sums of tensors, and their sums, products and quotients with numbers. TorchSharp's operators make an object of each number (a sum has one too: the factor 1 of what is
/// added) and read its native value without keeping the object alive: a garbage collection in between frees the value, and the operation fails or computes with another. Here the
/// numbers live until the operation is over. An architecture test holds that nothing else makes them.
/// </summary>
internal static class Arithmetic
{
    private static readonly Scalar One = 1.0.ToScalar();

    /// <summary>x + y</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + y, in place of x.</summary>
    public static Tensor AddInPlace(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>Adds rows to those of given indices, in place of x. (V, e) + (T, e)</summary>
    public static Tensor AddRowsInPlace(this Tensor x, Tensor indices, Tensor rows) => x.index_add_(0, indices, rows, One);

    /// <summary>x + number</summary>
    public static Tensor Plus(this Tensor x, double number)
    {
        using Scalar value = number.ToScalar();
        return x.add(value, One);
    }

    /// <summary>x * number</summary>
    public static Tensor Times(this Tensor x, double number)
    {
        using Scalar value = number.ToScalar();
        return x.mul(value);
    }

    /// <summary>x * number, in place of x.</summary>
    public static Tensor MultiplyInPlace(this Tensor x, double number)
    {
        using Scalar value = number.ToScalar();
        return x.mul_(value);
    }

    /// <summary>x / number</summary>
    public static Tensor DividedBy(this Tensor x, double number)
    {
        using Scalar value = number.ToScalar();
        return x.div(value);
    }
}
