using static TorchSharp.torch;

namespace CodegenBert.Tests.Tiny;

/// <summary>Bitwise comparison of tensors.</summary>
internal static class SameValues
{
    public static bool HasSameValues(this Tensor left, Tensor right) => left.shape.SequenceEqual(right.shape) && left.detach().contiguous().bytes.SequenceEqual(right.detach().contiguous().bytes);
}
