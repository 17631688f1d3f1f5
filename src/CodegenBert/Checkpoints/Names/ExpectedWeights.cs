using CodegenBert.Checkpoints.Families;

namespace CodegenBert.Checkpoints.Names;

/// <summary>A tensor that a model is made of.</summary>
/// <param name="Name">Its canonical name.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Optional">Whether a checkpoint may lack it.</param>
internal sealed record ExpectedWeight(string Name, long[] Shape, bool Optional = false);

/// <summary>The tensors of a BERT by its configuration, in transformers' names.</summary>
internal static class ExpectedWeights
{
    /// <summary>The encoder's tensors; the pooler's are optional.</summary>
    public static IEnumerable<ExpectedWeight> OfEncoder(EncoderConfiguration configuration)
    {
        long d = configuration.HiddenSize, intermediate = configuration.IntermediateSize;
        yield return new("embeddings.word_embeddings.weight", [configuration.VocabularySize, d]);
        yield return new("embeddings.position_embeddings.weight", [configuration.MaxPositions, d]);
        yield return new("embeddings.token_type_embeddings.weight", [configuration.TypeVocabularySize, d]);
        foreach (ExpectedWeight norm in LayerNorm("embeddings.LayerNorm", d))
        {
            yield return norm;
        }

        for (int i = 0; i < configuration.Layers; i++)
        {
            string layer = $"encoder.layer.{i}";
            IEnumerable<ExpectedWeight> weights =
            [
                .. Linear($"{layer}.attention.self.query", d, d),
                .. Linear($"{layer}.attention.self.key", d, d),
                .. Linear($"{layer}.attention.self.value", d, d),
                .. Linear($"{layer}.attention.output.dense", d, d),
                .. LayerNorm($"{layer}.attention.output.LayerNorm", d),
                .. Linear($"{layer}.intermediate.dense", intermediate, d),
                .. Linear($"{layer}.output.dense", d, intermediate),
                .. LayerNorm($"{layer}.output.LayerNorm", d),
            ];
            foreach (ExpectedWeight weight in weights)
            {
                yield return weight;
            }
        }

        foreach (ExpectedWeight weight in Linear("pooler.dense", d, d))
        {
            yield return weight with { Optional = true };
        }
    }

    /// <summary>A linear layer's tensors: the weight is [outputs, inputs].</summary>
    public static IEnumerable<ExpectedWeight> Linear(string name, long outputs, long inputs) =>
        [new($"{name}.weight", [outputs, inputs]), new($"{name}.bias", [outputs])];

    private static IEnumerable<ExpectedWeight> LayerNorm(string name, long width) =>
        [new($"{name}.weight", [width]), new($"{name}.bias", [width])];
}
