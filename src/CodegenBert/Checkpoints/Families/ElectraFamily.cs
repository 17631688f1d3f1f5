using System.Text.Json.Nodes;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Tasks;

namespace CodegenBert.Checkpoints.Families;

/// <summary>
/// ELECTRA's discriminator (Clark et al. 2020; transformers' <c>models/electra</c>): a BERT without pooler whose embeddings may be narrower than its
/// layers, with a linear layer between.
/// </summary>
internal sealed class ElectraFamily : BertFamily
{
    private const string Projection = "embeddings_project.";

    /// <summary>The core's name for the linear layer between embeddings and layers: it is part of the embeddings, and frozen with them.</summary>
    private const string CoreProjection = "embeddings.projection.";

    /// <inheritdoc />
    public override string ModelType => "electra";

    /// <inheritdoc />
    public override string EncoderClass => "ElectraModel";

    /// <inheritdoc />
    public override string ClassifierClass => "ElectraForSequenceClassification";

    /// <inheritdoc />
    public override IReadOnlyList<TransformersHead> Heads { get; } = [new(Pooling.Cls, HeadActivation.Gelu, ["classifier.dense", "classifier.out_proj"])];

    /// <inheritdoc />
    public override bool HasPooler => false;

    /// <inheritdoc />
    public override JsonObject Write(EncoderConfiguration configuration)
    {
        JsonObject json = base.Write(configuration);
        json["embedding_size"] = configuration.EmbeddingSize;
        return json;
    }

    /// <inheritdoc />
    public override string CoreName(string name) => name.StartsWith(Projection, StringComparison.Ordinal) ? CoreProjection + name[Projection.Length..] : name;

    /// <inheritdoc />
    public override string FamilyName(string name) => name.StartsWith(CoreProjection, StringComparison.Ordinal) ? Projection + name[CoreProjection.Length..] : name;

    /// <inheritdoc />
    protected override int DefaultHiddenSize => 256;

    /// <inheritdoc />
    protected override int DefaultAttentionHeads => 4;

    /// <inheritdoc />
    protected override int DefaultIntermediateSize => 1024;

    /// <inheritdoc />
    protected override int EmbeddingSize(JsonFields fields, int hiddenSize) => fields.Integer("embedding_size", 128, 1, 16_384);
}
