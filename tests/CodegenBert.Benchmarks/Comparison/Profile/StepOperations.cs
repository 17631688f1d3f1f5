using CodegenBert.Checkpoints.Families;
using CodegenBert.Modeling;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Profile;

/// <summary>The operations that a step is made of, where the last layer is computed for [CLS] alone: of it only the keys and values count.</summary>
internal static class StepOperations
{
    /// <summary>Those of a batch. The tensors belong to the caller's scope.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="rows">Texts.</param>
    /// <param name="width">Tokens of each.</param>
    public static IEnumerable<StepOperation> Of(EncoderConfiguration encoder, int rows, int width)
    {
        long d = encoder.HiddenSize, heads = encoder.AttentionHeads, inner = encoder.IntermediateSize;
        int layers = encoder.Layers - 1;
        Tensor x = Leaf(rows, width, d), wide = Leaf(rows, width, inner), q = Leaf(rows, heads, width, encoder.HeadSize), scores = Leaf(rows, heads, width, width);
        Tensor square = Leaf(d, d), squareBias = Leaf(d), up = Leaf(inner, d), upBias = Leaf(inner), down = Leaf(d, inner), scale = Leaf(d), shift = Leaf(d), table = Leaf(encoder.VocabularySize, d);
        Tensor ids = randint(encoder.VocabularySize, [rows * width], dtype: ScalarType.Int64);
        var dropout = Dropout.Seeded(1);
        yield return new("linear, d x d", (4 * layers) + 2, [x, square, squareBias], () => nn.functional.linear(x, square, squareBias));
        yield return new("linear, d x intermediate", layers, [x, up, upBias], () => nn.functional.linear(x, up, upBias));
        yield return new("linear, intermediate x d", layers, [wide, down, squareBias], () => nn.functional.linear(wide, down, squareBias));
        yield return new("attention: scores", layers, [q], () => matmul(q, q.transpose(-2, -1)));
        yield return new("attention: softmax", layers, [scores], () => nn.functional.softmax(scores, -1));
        yield return new("attention: context", layers, [scores, q], () => matmul(scores, q));
        yield return new("dropout, attention probabilities", layers, [scores], () => dropout.Apply(DropoutSite.AttentionProbabilities, scores, 0.1));
        yield return new("dropout, hidden states", (2 * layers) + 1, [x], () => dropout.Apply(DropoutSite.AttentionOutput, x, 0.1));
        yield return new("GELU", layers, [wide], () => nn.functional.gelu(wide, inplace: false));
        yield return new("LayerNorm", (2 * layers) + 1, [x, scale, shift], () => nn.functional.layer_norm(x, [d], scale, shift, encoder.LayerNormEpsilon));
        yield return new("residual sum", 2 * layers, [x], () => x.Plus(x));
        yield return new("word embeddings", 1, [table], () => table.index_select(0, ids));
    }

    private static Tensor Leaf(params long[] shape)
    {
        Tensor values = randn(shape);
        values.requires_grad = true;
        return values;
    }
}
