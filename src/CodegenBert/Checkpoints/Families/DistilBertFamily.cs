using System.Text.Json.Nodes;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Tasks;

namespace CodegenBert.Checkpoints.Families;

/// <summary>
/// DistilBERT (Sanh et al. 2019; transformers' <c>models/distilbert</c>): a BERT without segments and without pooler, and with no dropout behind the
/// attention's output layer. Its weights have names of their own.
/// </summary>
internal sealed class DistilBertFamily : EncoderFamily
{
    /// <summary>Parts of names within a layer: DistilBERT's and the core's.</summary>
    private static readonly (string Family, string Core)[] s_parts =
    [
        ("attention.q_lin.", "attention.self.query."),
        ("attention.k_lin.", "attention.self.key."),
        ("attention.v_lin.", "attention.self.value."),
        ("attention.out_lin.", "attention.output.dense."),
        ("sa_layer_norm.", "attention.output.LayerNorm."),
        ("ffn.lin1.", "intermediate.dense."),
        ("ffn.lin2.", "output.dense."),
        ("output_layer_norm.", "output.LayerNorm."),
    ];

    private const string Layer = "transformer.layer.", CoreLayer = "encoder.layer.";

    /// <inheritdoc />
    public override string ModelType => "distilbert";

    /// <inheritdoc />
    public override string EncoderClass => "DistilBertModel";

    /// <inheritdoc />
    public override string ClassifierClass => "DistilBertForSequenceClassification";

    /// <inheritdoc />
    public override IReadOnlyList<TransformersHead> Heads { get; } = [new(Pooling.Cls, HeadActivation.Relu, ["pre_classifier", "classifier"])];

    /// <inheritdoc />
    public override bool HasPooler => false;

    /// <inheritdoc />
    public override string HeadDropoutKey => "seq_classif_dropout";

    /// <inheritdoc />
    public override EncoderConfiguration Read(JsonFields fields)
    {
        int width = fields.Integer("dim", 768, 1, 16_384);
        var configuration = new EncoderConfiguration
        {
            Family = this,
            VocabularySize = fields.Integer("vocab_size", 30522, 1, 10_000_000),
            EmbeddingSize = width,
            HiddenSize = width,
            Layers = fields.Integer("n_layers", 6, 1, 256),
            AttentionHeads = fields.Integer("n_heads", 12, 1, 1_024),
            IntermediateSize = fields.Integer("hidden_dim", 3072, 1, 65_536),
            MaxPositions = fields.Integer("max_position_embeddings", 512, 3, 1_000_000),
            TypeVocabularySize = 0,
            Activation = ReadActivation(fields, "activation"),
            LayerNormEpsilon = 1e-12, // a constant of transformers' DistilBERT
            HiddenDropout = fields.Number("dropout", 0.1, 0, 0.999),
            AttentionDropout = fields.Number("attention_dropout", 0.1, 0, 0.999),
            AttentionOutputDropout = 0,
            FixedPositions = fields.Boolean("sinusoidal_pos_embds", false),
            InitializerRange = fields.Number("initializer_range", 0.02, 0, 10),
            PadTokenId = fields.Integer("pad_token_id", 0, 0, 10_000_000),
        };
        return CheckHeads(configuration, fields, "n_heads", "dim");
    }

    /// <inheritdoc />
    public override JsonObject Write(EncoderConfiguration configuration) => new()
    {
        ["model_type"] = ModelType,
        ["vocab_size"] = configuration.VocabularySize,
        ["dim"] = configuration.HiddenSize,
        ["n_layers"] = configuration.Layers,
        ["n_heads"] = configuration.AttentionHeads,
        ["hidden_dim"] = configuration.IntermediateSize,
        ["max_position_embeddings"] = configuration.MaxPositions,
        ["activation"] = NameOf(configuration.Activation),
        ["dropout"] = configuration.HiddenDropout,
        ["attention_dropout"] = configuration.AttentionDropout,
        ["sinusoidal_pos_embds"] = configuration.FixedPositions,
        ["initializer_range"] = configuration.InitializerRange,
        ["pad_token_id"] = configuration.PadTokenId,
        ["dtype"] = "float32",
    };

    /// <inheritdoc />
    public override string CoreName(string name) => Rename(name, Layer, CoreLayer, [.. s_parts.Select(part => (part.Family, part.Core))]);

    /// <inheritdoc />
    public override string FamilyName(string name) => Rename(name, CoreLayer, Layer, [.. s_parts.Select(part => (part.Core, part.Family))]);

    private static string Rename(string name, string layer, string newLayer, IReadOnlyList<(string Old, string New)> parts)
    {
        int number = layer.Length, end = name.StartsWith(layer, StringComparison.Ordinal) ? name.IndexOf('.', number) + 1 : 0;
        (string Old, string New) part = end == 0 ? default : parts.FirstOrDefault(part => name.AsSpan(end).StartsWith(part.Old, StringComparison.Ordinal));
        return part.Old is null ? name : newLayer + name[number..end] + part.New + name[(end + part.Old.Length)..];
    }
}
