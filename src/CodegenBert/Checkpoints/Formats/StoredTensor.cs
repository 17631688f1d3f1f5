using static TorchSharp.torch;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>Where a tensor lies in a file of weights. Made only after its size has been held against that of its bytes.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions; none for a scalar.</param>
/// <param name="Bytes">The bytes that it lies in.</param>
/// <param name="Offset">Its first element, counted in elements from the start of <paramref name="Bytes"/>.</param>
/// <param name="Strides">Elements from one index to the next, a stride for each dimension; null if its elements lie one behind the other.</param>
internal sealed record StoredTensor(string Name, ScalarType Type, IReadOnlyList<long> Shape, FileBytes Bytes, long Offset = 0, IReadOnlyList<long>? Strides = null)
{
    /// <summary>Most dimensions of a tensor.</summary>
    public const int MaximumRank = 32;

    /// <summary>Number of elements.</summary>
    public long Count => ByteLength(Type, Shape) / TensorType.Size(Type);

    /// <summary>Elements from the first to behind the last, whatever lies between.</summary>
    public long Extent => Count == 0 ? 0 : Strides is null ? Count : 1 + Shape.Zip(Strides, (dimension, stride) => (dimension - 1) * stride).Sum();

    /// <summary>Why a tensor of that shape cannot lie in so many bytes, or null if it can. Exact for any numbers.</summary>
    /// <param name="type">Its element type.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="offset">Its first element.</param>
    /// <param name="strides">Its strides, or null.</param>
    /// <param name="length">How many bytes there are.</param>
    public static string? Fault(ScalarType type, IReadOnlyList<long> shape, long offset, IReadOnlyList<long>? strides, long length)
    {
        long elements = length / TensorType.Size(type);
        if (shape.Count > MaximumRank || (strides is not null && strides.Count != shape.Count))
        {
            return $"it has {shape.Count} dimensions and {strides?.Count ?? shape.Count} strides ({MaximumRank} of each are allowed)";
        }

        if (offset < 0 || shape.Any(dimension => dimension < 0) || strides?.Any(stride => stride < 0) is true)
        {
            return "a dimension, a stride or its offset is negative";
        }

        // A weight never has more elements than are stored: a view that repeats elements (stride 0) could claim any number of them.
        bool isEmpty = shape.Contains(0);
        Int128 count = isEmpty ? 0 : 1, extent = count;
        for (int i = 0; i < shape.Count && !isEmpty; i++)
        {
            count *= shape[i];
            extent += ((Int128)shape[i] - 1) * (strides?[i] ?? 0);
            if (count > elements || extent > elements)
            {
                return $"its shape [{string.Join(", ", shape)}] is more than the {elements} elements that are stored";
            }
        }

        return offset + (strides is null ? count : extent) <= elements ? null : $"its shape [{string.Join(", ", shape)}] from element {offset} on reaches behind the {elements} elements that are stored";
    }

    /// <summary>Bytes of a tensor of a shape without <see cref="Fault"/>.</summary>
    public static long ByteLength(ScalarType type, IReadOnlyList<long> shape) => shape.Contains(0) ? 0 : shape.Aggregate((long)TensorType.Size(type), (bytes, dimension) => bytes * dimension);
}
