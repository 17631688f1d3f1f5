using CodegenBert.Checkpoints.Formats;

namespace CodegenBert.Checkpoints.Families;

/// <summary>What <c>config.json</c> says of an encoder, in BERT's terms (transformers' <c>BertConfig</c>) whatever its family.</summary>
internal sealed record EncoderConfiguration
{
    public required EncoderFamily Family { get; init; }

    public required int VocabularySize { get; init; }

    /// <summary>Width of the embeddings; where it is not that of the layers, a linear layer lies between (ELECTRA).</summary>
    public required int EmbeddingSize { get; init; }

    public required int HiddenSize { get; init; }

    public required int Layers { get; init; }

    public required int AttentionHeads { get; init; }

    public required int IntermediateSize { get; init; }

    public required int MaxPositions { get; init; }

    /// <summary>How many segments the encoder tells apart; 0 if it has no segment embeddings (DistilBERT).</summary>
    public required int TypeVocabularySize { get; init; }

    public required EncoderActivation Activation { get; init; }

    public required double LayerNormEpsilon { get; init; }

    /// <summary>Dropout behind the embeddings and the feed-forward part.</summary>
    public required double HiddenDropout { get; init; }

    /// <summary>Dropout of the attention probabilities.</summary>
    public required double AttentionDropout { get; init; }

    /// <summary>Dropout behind the attention's output layer.</summary>
    public required double AttentionOutputDropout { get; init; }

    /// <summary>Whether the position embeddings are never trained.</summary>
    public bool FixedPositions { get; init; }

    public required double InitializerRange { get; init; }

    public required int PadTokenId { get; init; }

    /// <summary>Width of one attention head.</summary>
    public int HeadSize => HiddenSize / AttentionHeads;

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">It is missing, broken, of a model that is not supported, or has absurd sizes.</exception>
    public static EncoderConfiguration Read(string path)
    {
        JsonFields fields = JsonFields.Read(path);
        string modelType = fields.Require("model_type", [.. EncoderFamily.All.Select(family => family.ModelType)]);
        return EncoderFamily.All.First(family => family.ModelType == modelType).Read(fields);
    }
}
