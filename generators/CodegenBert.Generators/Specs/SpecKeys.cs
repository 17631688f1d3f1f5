namespace CodegenBert.Generators.Specs;

/// <summary>The words of the spec language; the JSON Schema has the same, which a test holds.</summary>
internal static class SpecKeys
{
    public static readonly IReadOnlyList<string> Root = ["version", "task", "namespace", "description", "input", "labels", "encoder", "tokenizer", "head", "freeze", "training"];
    public static readonly IReadOnlyList<string> Input = ["text", "first", "second"];
    public static readonly IReadOnlyList<string> Label = ["name", "value", "description"];
    public static readonly IReadOnlyList<string> Tokenizer = ["max_length"];
    public static readonly IReadOnlyList<string> Head = ["pooling", "layers", "hidden", "activation", "dropout"];
    public static readonly IReadOnlyList<string> Layers = ["last"];
    public static readonly IReadOnlyList<string> Freeze = ["bottom", "all_but_top"];
    public static readonly IReadOnlyList<string> Training =
        ["epochs", "batch_size", "learning_rate", "head_learning_rate", "weight_decay", "warmup", "max_grad_norm", "early_stopping", "seed"];

    public static readonly IReadOnlyList<string> Manifest = ["encoder", "layers", "max_positions", "pretrained_pooling"];

    public static readonly IReadOnlyList<string> Inputs = ["single", "pair"];
    public static readonly IReadOnlyList<string> Poolings = ["cls", "pooler", "mean", "sum"];
    public static readonly IReadOnlyList<string> Activations = ["tanh", "gelu", "relu"];
    public static readonly IReadOnlyList<string> Freezings = ["none", "all", "embeddings"];

    /// <summary>Words that the design has and this version does not: they are refused with a better reason than "unknown".</summary>
    public static readonly IReadOnlyList<string> Later =
    [
        "output", "data", "weight", "truncation", "lowercase", "special_tokens_in_text", "layer_decay", "schedule",
        "label_smoothing", "class_weights", "precision", "best_by", "checkpoint", "revision", "sha256", "dtype",
    ];
}
