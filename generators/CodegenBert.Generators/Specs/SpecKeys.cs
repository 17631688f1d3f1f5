namespace CodegenBert.Generators.Specs;

/// <summary>The words of the spec language; the JSON Schema has the same, which a test holds.</summary>
internal static class SpecKeys
{
    public static readonly IReadOnlyList<string> Root = ["version", "task", "namespace", "description", "input", "output", "labels", "encoder", "tokenizer", "head", "freeze", "phases", "training", "abstain_below", "data"];
    public static readonly IReadOnlyList<string> Input = ["text", "first", "second"];
    public static readonly IReadOnlyList<string> Output = ["regression"];
    public static readonly IReadOnlyList<string> Regression = ["name", "min", "max"];
    public static readonly IReadOnlyList<string> Label = ["name", "value", "weight", "description"];
    public static readonly IReadOnlyList<string> Encoder = ["checkpoint", "dtype", "revision", "sha256"];
    public static readonly IReadOnlyList<string> Tokenizer = ["max_length", "truncation", "window", "lowercase", "special_tokens_in_text"];
    public static readonly IReadOnlyList<string> HeadTail = ["head_tail"];
    public static readonly IReadOnlyList<string> Window = ["stride", "combine"];
    public static readonly IReadOnlyList<string> Head = ["pooling", "layers", "hidden", "activation", "dropout"];
    public static readonly IReadOnlyList<string> Layers = ["last"];
    public static readonly IReadOnlyList<string> Freeze = ["bottom", "all_but_top"];
    public static readonly IReadOnlyList<string> Phase = ["epochs", "freeze", "learning_rate", "head_learning_rate"];
    public static readonly IReadOnlyList<string> Training =
    [
        "epochs", "batch_size", "tokens_per_batch", "gradient_accumulation", "gradient_checkpointing", "precision",
        "learning_rate", "head_learning_rate", "layer_decay", "reinitialize", "weight_decay", "warmup", "schedule", "max_grad_norm",
        "label_smoothing", "class_weights", "early_stopping", "best_by", "thresholds", "calibration", "seed", "seeds",
    ];

    public static readonly IReadOnlyList<string> EarlyStopping = ["patience", "least_change"];
    public static readonly IReadOnlyList<string> Data = ["train", "validation", "test", "columns", "weight", "group"];

    public static readonly IReadOnlyList<string> Manifest = ["encoder", "layers", "max_positions", "pretrained_pooling", "pooler"];

    public static readonly IReadOnlyList<string> Inputs = ["single", "pair"];
    public static readonly IReadOnlyList<string> Outputs = ["single_label", "multi_label"];
    public static readonly IReadOnlyList<string> Truncations = ["longest_first", "only_first", "only_second", "head_tail"];
    public static readonly IReadOnlyList<string> WindowCombinations = ["mean", "max"];
    public static readonly IReadOnlyList<string> Lowercasings = ["auto", "true", "false"];
    public static readonly IReadOnlyList<string> SpecialTokensInText = ["as_special", "as_text"];
    public static readonly IReadOnlyList<string> Poolings = ["cls", "pooler", "mean", "sum"];
    public static readonly IReadOnlyList<string> Activations = ["tanh", "gelu", "relu"];
    public static readonly IReadOnlyList<string> PhaseFreezings = ["none", "all", "embeddings"];
    public static readonly IReadOnlyList<string> Freezings = [.. PhaseFreezings, "auto"];
    public static readonly IReadOnlyList<string> Schedules = ["linear", "cosine", "constant"];
    public static readonly IReadOnlyList<string> ClassWeightings = ["none", "balanced"];
    public static readonly IReadOnlyList<string> Precisions = ["float32", "bfloat16", "auto"];
    public static readonly IReadOnlyList<string> Checkpointings = ["false", "true"];
    public static readonly IReadOnlyList<string> ThresholdRules = ["fixed", "tuned"];
    public static readonly IReadOnlyList<string> Calibrations = ["temperature", "none"];
    public static readonly IReadOnlyList<string> LabelMetrics = ["loss", "accuracy", "balanced_accuracy", "macro_f1", "weighted_f1", "matthews"];
    public static readonly IReadOnlyList<string> LabelSetMetrics = ["loss", "macro_f1", "micro_f1", "subset_accuracy"];
    public static readonly IReadOnlyList<string> ScoreMetrics = ["loss", "pearson", "spearman", "mean_absolute_error"];

    /// <summary>The metrics of all kinds of output.</summary>
    public static readonly IReadOnlyList<string> Metrics = [.. LabelMetrics.Union(LabelSetMetrics).Union(ScoreMetrics)];

    public static readonly IReadOnlyList<string> Dtypes = ["auto"];

    /// <summary>Values that the language's design has and this version does not, by their keys.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> LaterWords = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["dtype"] = ["float32", "float16", "bfloat16"],
    };
}
