using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>Where a tensor's values lie.</summary>
internal static class Memory
{
    /// <summary>The first value of a contiguous tensor on the processor; valid as long as the tensor lives.</summary>
    public static unsafe nint Of(Tensor tensor)
    {
        fixed (byte* first = tensor.bytes)
        {
            return (nint)first;
        }
    }
}
