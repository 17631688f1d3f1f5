namespace CodegenBert.Tasks;

/// <summary>A task as its spec describes it. Generated code holds one; the core trains, evaluates and predicts by it.</summary>
public sealed record TaskDefinition
{
    /// <summary>The task's name: the prefix of all generated types.</summary>
    public required string Name { get; init; }

    /// <summary>The spec's path relative to its project, for messages.</summary>
    public required string SpecPath { get; init; }

    /// <summary>What the task is about; null if the spec does not say.</summary>
    public string? Description { get; init; }

    /// <summary>One text or a pair, with their names.</summary>
    public required InputDefinition Input { get; init; }

    /// <summary>What the task says of an input: one label, several, or a score.</summary>
    public OutputDefinition Output { get; init; } = OutputDefinition.SingleLabel;

    /// <summary>The classes; <see cref="LabelSet.None"/> for a score.</summary>
    public LabelSet Labels { get; init; } = LabelSet.None;

    /// <summary>The columns of data files by the spec's names (those of the inputs, and <c>label</c>, <c>labels</c> or the score's); what is not in it, and all if it is null, has the spec's name.</summary>
    public IReadOnlyDictionary<string, string>? Columns { get; init; }

    /// <summary>The pretrained encoder.</summary>
    public required EncoderReference Encoder { get; init; }

    /// <summary>How texts become ids.</summary>
    public TokenizerSettings Tokenizer { get; init; } = new();

    /// <summary>The classification head.</summary>
    public HeadDefinition Head { get; init; } = new();

    /// <summary>Which part of the encoder is fixed.</summary>
    public FreezePlan Freeze { get; init; } = FreezePlan.None;

    /// <summary>Phases with a freezing each, in place of <see cref="Freeze"/>, one after the other; none for a single one.</summary>
    public IReadOnlyList<TrainingPhase> Phases { get; init; } = [];

    /// <summary>Predictions whose probability is lower are undecided; null decides always. Only for one label.</summary>
    public float? AbstainBelow { get; init; }

    /// <summary>The column of data files that says how much a row weighs in the loss; null where all rows weigh 1.</summary>
    public string? WeightColumn { get; init; }

    /// <summary>The column of data files that names a row's group: rows of one group stay together when a data set is split; null for none.</summary>
    public string? GroupColumn { get; init; }

    /// <summary>How the task is trained.</summary>
    public TrainingDefaults Training { get; init; } = new();

    /// <summary>Width of the logits: one for each label, or 1 for a score.</summary>
    public int LogitCount => Output.Kind == OutputKind.Regression ? 1 : Labels.Count;
}
