using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// The product of a tensor and dropout masks, one or one for each of several models. The gradient is multiplied by the same mask, which is drawn again from its key: kept, the masks of BERT-base would
/// take 3 GB for 16 texts of 512 tokens.
/// </summary>
internal sealed class MaskedProduct : autograd.SingleTensorFunction<MaskedProduct>
{
    private const string Keys = "keys", Probability = "probability";

    /// <summary>Elements that are handed out at once: TorchSharp shows at most 2 GB of a tensor as a span.</summary>
    private const long Portion = 1 << 28;

    /// <inheritdoc />
    public override string Name => nameof(MaskedProduct);

    /// <summary>x times the masks of the given keys.</summary>
    /// <param name="x">float32 or bfloat16; of M models (M, ...).</param>
    /// <param name="keys">Each model's mask's, M of them.</param>
    /// <param name="probability">Of a zero.</param>
    public static Tensor Of(Tensor x, ulong[] keys, double probability)
    {
        using DisposeScope scope = NewDisposeScope(); // TorchSharp makes a tensor of the output's shape that nothing reads
        return apply(x, keys, probability).MoveToOuterDisposeScope();
    }

    /// <summary>The tensor, the masks' keys and the probability of zeros.</summary>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        BackwardPass.Prepare(ctx, vars);
        ctx.save_data(Keys, vars[1]);
        ctx.save_data(Probability, vars[2]);
        return Multiply((Tensor)vars[0], (ulong[])vars[1], (double)vars[2]);
    }

    /// <inheritdoc />
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient) => BackwardPass.Run(
        ctx, Name, gradient, ofProduct => [Multiply(ofProduct, (ulong[])ctx.get_data(Keys), (double)ctx.get_data(Probability)), null, null]);

    private static Tensor Multiply(Tensor x, ulong[] keys, double probability)
    {
        using DisposeScope scope = NewDisposeScope();
        if (x.device_type != DeviceType.CPU)
        {
            Tensor mask = Multiply(ones(x.shape), keys, probability); // drawn on the processor: the same on every device
            return (x * mask.to(x.device)).to(x.dtype).MoveToOuterDisposeScope();
        }

        Tensor source = x.contiguous(), product = empty_like(source), from = source.view(keys.Length, -1), to = product.view(keys.Length, -1);
        for (int i = 0; i < keys.Length; i++)
        {
            Multiply(from[i], to[i], keys[i], probability);
        }

        return product.MoveToOuterDisposeScope();
    }

    private static void Multiply(Tensor from, Tensor to, ulong key, double probability)
    {
        for (long start = 0; start < from.size(0); start += Portion)
        {
            long length = Math.Min(Portion, from.size(0) - start);
            Span<byte> values = from.narrow(0, start, length).bytes, products = to.narrow(0, start, length).bytes;
            if (from.dtype == ScalarType.BFloat16)
            {
                DropoutMask.Multiply(MemoryMarshal.Cast<byte, ushort>(values), MemoryMarshal.Cast<byte, ushort>(products), key, start, probability);
            }
            else
            {
                DropoutMask.Multiply(MemoryMarshal.Cast<byte, float>(values), MemoryMarshal.Cast<byte, float>(products), key, start, probability);
            }
        }
    }
}
