using CodegenBert.Checkpoints.Families;
using CodegenBert.Modeling.Products;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>Multi-head scaled dot-product attention (Vaswani et al. 2017, section 3.2).</summary>
internal sealed class SelfAttention(ParameterSet parameters, string name, EncoderConfiguration configuration)
{
    private readonly BatchAttention _kernel = new(configuration.AttentionHeads, configuration.HeadSize);

    /// <summary>(..., d) -> (..., d)</summary>
    public Linear Query { get; } = new(parameters, $"{name}.query");

    /// <summary>(..., d) -> (..., d)</summary>
    public Linear Key { get; } = new(parameters, $"{name}.key");

    /// <summary>(..., d) -> (..., d)</summary>
    public Linear Value { get; } = new(parameters, $"{name}.value");

    /// <summary>(B, Q, d) queries over (B, S, d) -> (B, Q, d)</summary>
    public Tensor Forward(Tensor queries, Tensor hidden, SequenceMask mask, Dropout dropout)
    {
        Tensor x = Key.AsOperand(hidden);                                                     // (B, S, d), once for the three products
        Tensor query = Query.Forward(ReferenceEquals(queries, hidden) ? x : queries), key = Key.Forward(x), value = Value.Forward(x);
        if (_kernel.IsUsable && query.device_type == DeviceType.CPU)
        {
            return AttentionFunction.Of(query, key, value, _kernel, mask.Lengths, dropout.Draw(DropoutSite.AttentionProbabilities, configuration.AttentionDropout));
        }

        Tensor q = SplitHeads(query); // (B, H, Q, hs)
        Tensor k = SplitHeads(key);     // (B, H, S, hs)
        Tensor v = SplitHeads(value); // (B, H, S, hs)
        Tensor? additive = mask.Additive?.to(q.dtype);                                         // (B, 1, 1, S)
        bool explicitly = is_grad_enabled() || !ReferenceEquals(queries, hidden);
        Tensor context = explicitly ? Explicit(q, k, v, additive, dropout) : nn.functional.scaled_dot_product_attention(q, k, v, additive);
        return context.transpose(1, 2).flatten(2);      // (B, H, Q, hs) -> (B, Q, d)
    }

    /// <summary>
    /// The steps one by one, where no kernel of ours is for the head's size. While training: libtorch's fused kernel has no dropout on a processor (it falls back to slower steps than these), and
    /// its backward pass is slower for short texts. And for [CLS] as the only query: there the fused kernel's last bits depend on the text's place in the batch.
    /// </summary>
    private Tensor Explicit(Tensor q, Tensor k, Tensor v, Tensor? additive, Dropout dropout)
    {
        Tensor scores = matmul(q, k.transpose(-2, -1)).MultiplyInPlace(1 / Math.Sqrt(configuration.HeadSize)); // (B, H, Q, S); in place: no step's derivative needs it
        Tensor probabilities = softmax(additive is null ? scores : scores.AddInPlace(additive), -1);      // in float32 inside libtorch, whatever it is given
        return matmul(dropout.Apply(DropoutSite.AttentionProbabilities, probabilities, configuration.AttentionDropout), v); // (B, H, Q, hs)
    }

    private Tensor SplitHeads(Tensor x) => // (B, T, d) -> (B, H, T, hs)
        x.view(x.size(0), x.size(1), configuration.AttentionHeads, configuration.HeadSize).transpose(1, 2);
}
