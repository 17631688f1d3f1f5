using CodegenBert.Checkpoints.Families;

namespace CodegenBert.Benchmarks.Comparison;

/// <summary>The arithmetic of a token's way through all layers: matrix products with the weights alone (attention's own products add 1 to 5 % at these lengths).</summary>
/// <param name="Flops">Additions and multiplications.</param>
internal readonly record struct TokenWork(double Flops)
{
    /// <summary>The forward pass: four d x d and two d x intermediate matrices a layer, a multiplication and an addition each.</summary>
    public static TokenWork Forward(EncoderConfiguration encoder) =>
        new(2.0 * encoder.Layers * ((4.0 * encoder.HiddenSize * encoder.HiddenSize) + (2.0 * encoder.HiddenSize * encoder.IntermediateSize)));

    /// <summary>Forward and backward: the gradients of inputs and of weights cost a forward pass each.</summary>
    public static TokenWork Training(EncoderConfiguration encoder) => new(3 * Forward(encoder).Flops);
}
