using CodegenBert.Checkpoints.Families;

namespace CodegenBert.Checkpoints.Names;

/// <summary>A tensor that a model is made of.</summary>
/// <param name="Name">The core's name for it.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Optional">Whether a checkpoint may lack it.</param>
internal sealed record ExpectedWeight(string Name, long[] Shape, bool Optional = false)
{
    /// <summary>The canonical name under which a file has it; the core's, but for a head of transformers.</summary>
    public string StoredAs { get; init; } = Name;
}

/// <summary>The tensors of an encoder by its configuration, in the core's names.</summary>
internal static class ExpectedWeights
{
    /// <summary>The encoder's tensors; the pooler's are optional.</summary>
    public static IEnumerable<ExpectedWeight> OfEncoder(EncoderConfiguration configuration) =>
    [
        .. Embeddings(configuration),
        .. Enumerable.Range(0, configuration.Layers).SelectMany(i => Layer($"encoder.layer.{i}", configuration.HiddenSize, configuration.IntermediateSize)),
        .. configuration.Family.HasPooler ? Pooler(configuration).Select(weight => weight with { Optional = true }) : [],
    ];

    /// <summary>The pooler's dense layer.</summary>
    public static IEnumerable<ExpectedWeight> Pooler(EncoderConfiguration configuration) => Linear("pooler.dense", configuration.HiddenSize, configuration.HiddenSize);

    /// <summary>A linear layer's tensors: the weight is [outputs, inputs].</summary>
    public static IEnumerable<ExpectedWeight> Linear(string name, long outputs, long inputs) =>
        [new($"{name}.weight", [outputs, inputs]), new($"{name}.bias", [outputs])];

    private static IEnumerable<ExpectedWeight> Embeddings(EncoderConfiguration configuration)
    {
        long e = configuration.EmbeddingSize;
        return
        [
            new("embeddings.word_embeddings.weight", [configuration.VocabularySize, e]),
            new("embeddings.position_embeddings.weight", [configuration.MaxPositions, e]),
            .. configuration.TypeVocabularySize > 0 ? [new("embeddings.token_type_embeddings.weight", [configuration.TypeVocabularySize, e])] : Array.Empty<ExpectedWeight>(),
            .. LayerNorm("embeddings.LayerNorm", e),
            .. e != configuration.HiddenSize ? Linear("embeddings.projection", configuration.HiddenSize, e) : [],
        ];
    }

    private static IEnumerable<ExpectedWeight> Layer(string layer, long d, long intermediate) =>
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

    private static IEnumerable<ExpectedWeight> LayerNorm(string name, long width) =>
        [new($"{name}.weight", [width]), new($"{name}.bias", [width])];
}
