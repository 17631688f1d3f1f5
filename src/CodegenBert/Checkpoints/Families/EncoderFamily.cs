using System.Text.Json.Nodes;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Tasks;

namespace CodegenBert.Checkpoints.Families;

/// <summary>
/// What differs between the encoders that are BERTs by their arithmetic: how <c>config.json</c> names their sizes, how the weights are named, and
/// what transformers' sequence classifier puts on them. A family is a file of its own; the rest of the core knows one encoder.
/// </summary>
internal abstract class EncoderFamily
{
    /// <summary>The families; the first is meant where <c>config.json</c> has no <c>model_type</c>.</summary>
    public static IReadOnlyList<EncoderFamily> All { get; } = [new BertFamily(), new DistilBertFamily(), new ElectraFamily()];

    /// <summary>The value of <c>model_type</c>.</summary>
    public abstract string ModelType { get; }

    /// <summary>What stands before the encoder's names in a file that holds more than the encoder.</summary>
    public string Prefix => ModelType + ".";

    /// <summary>Transformers' class of the bare encoder.</summary>
    public abstract string EncoderClass { get; }

    /// <summary>Transformers' class of the encoder with a classification head.</summary>
    public abstract string ClassifierClass { get; }

    /// <summary>The heads that <see cref="ClassifierClass"/> can be: the same arithmetic may be told in two ways.</summary>
    public abstract IReadOnlyList<TransformersHead> Heads { get; }

    /// <summary>Whether the encoder has a pooler among its weights.</summary>
    public abstract bool HasPooler { get; }

    /// <summary>The key of <c>config.json</c> for the head's dropout.</summary>
    public abstract string HeadDropoutKey { get; }

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="CheckpointException">A field has a value that is not supported.</exception>
    public abstract EncoderConfiguration Read(JsonFields fields);

    /// <summary>The keys of <c>config.json</c> that transformers needs to build the same encoder.</summary>
    public abstract JsonObject Write(EncoderConfiguration configuration);

    /// <summary>The core's name, which is BERT's, of a weight.</summary>
    /// <param name="name">The file's name without <see cref="Prefix"/>.</param>
    public virtual string CoreName(string name) => name;

    /// <summary>The family's name of a weight, without <see cref="Prefix"/>.</summary>
    /// <param name="name">The core's name.</param>
    public virtual string FamilyName(string name) => name;

    /// <summary>The head of transformers that a task's head is, or null if it is another.</summary>
    /// <param name="head">The task's head.</param>
    /// <param name="layers">The encoder's number of layers.</param>
    /// <param name="hiddenSize">The encoder's width.</param>
    public TransformersHead? HeadOf(HeadDefinition head, int layers, int hiddenSize) =>
        head.Layers.Resolve(layers) is [int layer] && layer == layers && head.Pooling is [Pooling pooling]
            ? Heads.FirstOrDefault(known => known.Pooling == pooling && (known.Activation is { } activation
                ? head.Hidden is [int width] && width == hiddenSize && head.Activation == activation
                : head.Hidden.Count == 0))
            : null;

    /// <summary>The configuration, if its attention heads share its width evenly.</summary>
    protected static EncoderConfiguration CheckHeads(EncoderConfiguration configuration, JsonFields fields, string headsKey, string widthKey) =>
        configuration.HiddenSize % configuration.AttentionHeads == 0
            ? configuration
            : throw fields.Refuse(headsKey, $"{configuration.AttentionHeads}", $"a divisor of {widthKey}, {configuration.HiddenSize},");

    /// <summary>The activation that a field names.</summary>
    protected static EncoderActivation ReadActivation(JsonFields fields, string key) => s_activations[fields.Require(key, [.. s_activations.Keys])];

    /// <summary>The name of an activation.</summary>
    protected static string NameOf(EncoderActivation activation) => s_activations.First(pair => pair.Value == activation).Key;

    private static readonly Dictionary<string, EncoderActivation> s_activations = new(StringComparer.Ordinal)
    {
        ["gelu"] = EncoderActivation.Gelu,
        ["gelu_new"] = EncoderActivation.GeluTanh,
        ["gelu_pytorch_tanh"] = EncoderActivation.GeluTanh,
        ["relu"] = EncoderActivation.Relu,
        ["silu"] = EncoderActivation.Silu,
    };
}
