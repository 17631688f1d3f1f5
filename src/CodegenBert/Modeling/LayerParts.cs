using CodegenBert.Checkpoints.Families;

namespace CodegenBert.Modeling;

/// <summary>What a transformer layer consists of.</summary>
/// <param name="parameters">The model's.</param>
/// <param name="name">The layer's name in PyTorch's files.</param>
/// <param name="configuration">The encoder's.</param>
internal sealed class LayerParts(ParameterSet parameters, string name, EncoderConfiguration configuration)
{
    /// <summary>Queries, keys and values, and what is made of them.</summary>
    public SelfAttention Attention { get; } = new(parameters, $"{name}.attention.self", configuration);

    /// <summary>(..., d) -> (..., d)</summary>
    public Linear AttentionOutput { get; } = new(parameters, $"{name}.attention.output.dense");

    /// <summary>Behind the attention and its residual.</summary>
    public LayerNorm AttentionNorm { get; } = new(parameters, $"{name}.attention.output.LayerNorm", configuration.LayerNormEpsilon);

    /// <summary>(..., d) -> (..., intermediate)</summary>
    public Linear Intermediate { get; } = new(parameters, $"{name}.intermediate.dense");

    /// <summary>(..., intermediate) -> (..., d)</summary>
    public Linear Output { get; } = new(parameters, $"{name}.output.dense");

    /// <summary>Behind the feed-forward part and its residual.</summary>
    public LayerNorm OutputNorm { get; } = new(parameters, $"{name}.output.LayerNorm", configuration.LayerNormEpsilon);

    /// <summary>All products with weights.</summary>
    public IEnumerable<Linear> Products => [Attention.Query, Attention.Key, Attention.Value, AttentionOutput, Intermediate, Output];
}
