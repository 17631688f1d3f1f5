using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodegenBert.Checkpoints.Families;

/// <summary>The feed-forward activation of an encoder layer, by its name in <c>hidden_act</c>.</summary>
internal enum EncoderActivation
{
    Gelu,
    GeluTanh,
    Relu,
    Silu,
}

/// <summary>What <c>config.json</c> says of an encoder, in transformers' terms (<c>BertConfig</c>).</summary>
internal sealed record EncoderConfiguration
{
    public required int VocabularySize { get; init; }

    public required int HiddenSize { get; init; }

    public required int Layers { get; init; }

    public required int AttentionHeads { get; init; }

    public required int IntermediateSize { get; init; }

    public required int MaxPositions { get; init; }

    public required int TypeVocabularySize { get; init; }

    public required EncoderActivation Activation { get; init; }

    public required double LayerNormEpsilon { get; init; }

    public required double HiddenDropout { get; init; }

    public required double AttentionDropout { get; init; }

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
        fields.Require("model_type", ["bert"]);
        fields.Require("position_embedding_type", ["absolute"]);
        if (fields.Boolean("is_decoder", false) || fields.Boolean("add_cross_attention", false))
        {
            throw fields.Refuse("is_decoder", "true", "an encoder without cross-attention");
        }

        var configuration = new EncoderConfiguration
        {
            VocabularySize = fields.Integer("vocab_size", 30522, 1, 10_000_000),
            HiddenSize = fields.Integer("hidden_size", 768, 1, 16_384),
            Layers = fields.Integer("num_hidden_layers", 12, 1, 256),
            AttentionHeads = fields.Integer("num_attention_heads", 12, 1, 1_024),
            IntermediateSize = fields.Integer("intermediate_size", 3072, 1, 65_536),
            MaxPositions = fields.Integer("max_position_embeddings", 512, 3, 1_000_000),
            TypeVocabularySize = fields.Integer("type_vocab_size", 2, 1, 1_024),
            Activation = Activations[fields.Require("hidden_act", [.. Activations.Keys])],
            LayerNormEpsilon = fields.Number("layer_norm_eps", 1e-12, 0, 1),
            HiddenDropout = fields.Number("hidden_dropout_prob", 0.1, 0, 0.999),
            AttentionDropout = fields.Number("attention_probs_dropout_prob", 0.1, 0, 0.999),
            InitializerRange = fields.Number("initializer_range", 0.02, 0, 10),
            PadTokenId = fields.Integer("pad_token_id", 0, 0, 10_000_000),
        };
        return configuration.HiddenSize % configuration.AttentionHeads == 0
            ? configuration
            : throw fields.Refuse("num_attention_heads", $"{configuration.AttentionHeads}", $"a divisor of hidden_size, {configuration.HiddenSize}");
    }

    private static readonly Dictionary<string, EncoderActivation> Activations = new(StringComparer.Ordinal)
    {
        ["gelu"] = EncoderActivation.Gelu,
        ["gelu_new"] = EncoderActivation.GeluTanh,
        ["gelu_pytorch_tanh"] = EncoderActivation.GeluTanh,
        ["relu"] = EncoderActivation.Relu,
        ["silu"] = EncoderActivation.Silu,
    };

    /// <summary>The keys of <c>config.json</c> that transformers needs to build the same encoder.</summary>
    public JsonObject ToJson() => new()
    {
        ["model_type"] = "bert",
        ["vocab_size"] = VocabularySize,
        ["hidden_size"] = HiddenSize,
        ["num_hidden_layers"] = Layers,
        ["num_attention_heads"] = AttentionHeads,
        ["intermediate_size"] = IntermediateSize,
        ["max_position_embeddings"] = MaxPositions,
        ["type_vocab_size"] = TypeVocabularySize,
        ["hidden_act"] = Activations.First(pair => pair.Value == Activation).Key,
        ["layer_norm_eps"] = LayerNormEpsilon,
        ["hidden_dropout_prob"] = HiddenDropout,
        ["attention_probs_dropout_prob"] = AttentionDropout,
        ["initializer_range"] = InitializerRange,
        ["pad_token_id"] = PadTokenId,
        ["position_embedding_type"] = "absolute",
        ["dtype"] = "float32",
    };
}
