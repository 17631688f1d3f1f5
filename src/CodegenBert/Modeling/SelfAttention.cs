using CodegenBert.Checkpoints.Families;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>Multi-head scaled dot-product attention (Vaswani et al. 2017, section 3.2).</summary>
internal sealed class SelfAttention(ParameterSet parameters, string name, EncoderConfiguration configuration)
{
    private readonly Linear _query = new(parameters, $"{name}.query");
    private readonly Linear _key = new(parameters, $"{name}.key");
    private readonly Linear _value = new(parameters, $"{name}.value");

    /// <summary>(B, Q, d) queries over (B, S, d) -> (B, Q, d)</summary>
    public Tensor Forward(Tensor queries, Tensor hidden, SequenceMask mask, Dropout dropout)
    {
        Tensor q = SplitHeads(_query.Forward(queries)); // (B, H, Q, hs)
        Tensor k = SplitHeads(_key.Forward(hidden));    // (B, H, S, hs)
        Tensor v = SplitHeads(_value.Forward(hidden));  // (B, H, S, hs)
        Tensor context = is_grad_enabled() ? Explicit(q, k, v, mask, dropout) : nn.functional.scaled_dot_product_attention(q, k, v, mask.Additive);
        return context.transpose(1, 2).flatten(2);      // (B, H, Q, hs) -> (B, Q, d)
    }

    /// <summary>
    /// The steps one by one. While training: libtorch's fused kernel has no dropout on a processor (it falls back to slower steps than these), and
    /// its backward pass is slower for short texts.
    /// </summary>
    private Tensor Explicit(Tensor q, Tensor k, Tensor v, SequenceMask mask, Dropout dropout)
    {
        Tensor scores = matmul(q, k.transpose(-2, -1)) * (1 / Math.Sqrt(configuration.HeadSize)); // (B, H, Q, S)
        Tensor probabilities = softmax(mask.Additive is null ? scores : scores + mask.Additive, -1);
        return matmul(dropout.Apply(DropoutSite.AttentionProbabilities, probabilities, configuration.AttentionDropout), v); // (B, H, Q, hs)
    }

    private Tensor SplitHeads(Tensor x) => // (B, T, d) -> (B, H, T, hs)
        x.view(x.size(0), x.size(1), configuration.AttentionHeads, configuration.HeadSize).transpose(1, 2);
}
