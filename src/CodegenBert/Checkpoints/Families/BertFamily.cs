using System.Text.Json.Nodes;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Tasks;

namespace CodegenBert.Checkpoints.Families;

/// <summary>BERT itself (Devlin et al. 2018; transformers' <c>models/bert</c>): the core's names are its names.</summary>
internal class BertFamily : EncoderFamily
{
    /// <inheritdoc />
    public override string ModelType => "bert";

    /// <inheritdoc />
    public override string EncoderClass => "BertModel";

    /// <inheritdoc />
    public override string ClassifierClass => "BertForSequenceClassification";

    /// <summary>
    /// The pooler is [CLS] through a dense layer of the encoder's width and tanh: a head that has such a layer of its own on [CLS] is the same
    /// arithmetic, and its layer is stored as the pooler.
    /// </summary>
    public override IReadOnlyList<TransformersHead> Heads { get; } =
        [new(Pooling.Pooler, null, ["classifier"]), new(Pooling.Cls, HeadActivation.Tanh, ["bert.pooler.dense", "classifier"])];

    /// <inheritdoc />
    public override bool HasPooler => true;

    /// <inheritdoc />
    public override string HeadDropoutKey => "classifier_dropout";

    /// <inheritdoc />
    public override EncoderConfiguration Read(JsonFields fields)
    {
        fields.Require("position_embedding_type", ["absolute"]);
        if (fields.Boolean("is_decoder", false) || fields.Boolean("add_cross_attention", false))
        {
            throw fields.Refuse("is_decoder", "true", "an encoder without cross-attention");
        }

        int hiddenSize = fields.Integer("hidden_size", DefaultHiddenSize, 1, 16_384);
        double hiddenDropout = fields.Number("hidden_dropout_prob", 0.1, 0, 0.999);
        var configuration = new EncoderConfiguration
        {
            Family = this,
            VocabularySize = fields.Integer("vocab_size", 30522, 1, 10_000_000),
            EmbeddingSize = EmbeddingSize(fields, hiddenSize),
            HiddenSize = hiddenSize,
            Layers = fields.Integer("num_hidden_layers", 12, 1, 256),
            AttentionHeads = fields.Integer("num_attention_heads", DefaultAttentionHeads, 1, 1_024),
            IntermediateSize = fields.Integer("intermediate_size", DefaultIntermediateSize, 1, 65_536),
            MaxPositions = fields.Integer("max_position_embeddings", 512, 3, 1_000_000),
            TypeVocabularySize = fields.Integer("type_vocab_size", 2, 1, 1_024),
            Activation = ReadActivation(fields, "hidden_act"),
            LayerNormEpsilon = fields.Number("layer_norm_eps", 1e-12, 0, 1),
            HiddenDropout = hiddenDropout,
            AttentionDropout = fields.Number("attention_probs_dropout_prob", 0.1, 0, 0.999),
            AttentionOutputDropout = hiddenDropout,
            InitializerRange = fields.Number("initializer_range", 0.02, 0, 10),
            PadTokenId = fields.Integer("pad_token_id", 0, 0, 10_000_000),
        };
        return CheckHeads(configuration, fields, "num_attention_heads", "hidden_size");
    }

    /// <inheritdoc />
    public override JsonObject Write(EncoderConfiguration configuration) => new()
    {
        ["model_type"] = ModelType,
        ["vocab_size"] = configuration.VocabularySize,
        ["hidden_size"] = configuration.HiddenSize,
        ["num_hidden_layers"] = configuration.Layers,
        ["num_attention_heads"] = configuration.AttentionHeads,
        ["intermediate_size"] = configuration.IntermediateSize,
        ["max_position_embeddings"] = configuration.MaxPositions,
        ["type_vocab_size"] = configuration.TypeVocabularySize,
        ["hidden_act"] = NameOf(configuration.Activation),
        ["layer_norm_eps"] = configuration.LayerNormEpsilon,
        ["hidden_dropout_prob"] = configuration.HiddenDropout,
        ["attention_probs_dropout_prob"] = configuration.AttentionDropout,
        ["initializer_range"] = configuration.InitializerRange,
        ["pad_token_id"] = configuration.PadTokenId,
        ["position_embedding_type"] = "absolute",
        ["dtype"] = "float32",
    };

    /// <summary>Defaults of transformers' configuration class, which its own <c>config.json</c> may leave out.</summary>
    protected virtual int DefaultHiddenSize => 768;

    /// <inheritdoc cref="DefaultHiddenSize" />
    protected virtual int DefaultAttentionHeads => 12;

    /// <inheritdoc cref="DefaultHiddenSize" />
    protected virtual int DefaultIntermediateSize => 3072;

    /// <summary>Width of the embeddings.</summary>
    protected virtual int EmbeddingSize(JsonFields fields, int hiddenSize) => hiddenSize;
}
