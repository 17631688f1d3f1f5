using CodegenBert.Tasks;

namespace CodegenBert.Training.Trials;

/// <summary>What a search chooses from. A list without values leaves that choice as the spec and the options have it.</summary>
public sealed record SearchSpace
{
    /// <summary>What is worth trying for most tasks: rates over a factor of ten, no hidden layer or one, [CLS] and mean of one layer or of the last four, and the head alone or with the top two layers.</summary>
    public static SearchSpace Default { get; } = new()
    {
        HeadLearningRates = [3e-4, 1e-3, 3e-3],
        LearningRates = [2e-5, 5e-5, 1e-4],
        HiddenWidths = [[], [128]],
        Layers = [LayerSelection.Last, LayerSelection.LastLayers(4)],
        Poolings = [[Pooling.Cls], [Pooling.Mean], [Pooling.Cls, Pooling.Mean]],
        Freezings = [new(FreezeKind.All), new(FreezeKind.AllButTop, 2)],
    };

    /// <summary>Peak learning rates of the head.</summary>
    public IReadOnlyList<double> HeadLearningRates { get; init; } = [];

    /// <summary>Peak learning rates of the encoder's trained part; a candidate that trains nothing of it has none.</summary>
    public IReadOnlyList<double> LearningRates { get; init; } = [];

    /// <summary>Shapes of the head: the widths of its hidden layers; none for logistic regression.</summary>
    public IReadOnlyList<IReadOnlyList<int>> HiddenWidths { get; init; } = [];

    /// <summary>Which layers the head reads.</summary>
    public IReadOnlyList<LayerSelection> Layers { get; init; } = [];

    /// <summary>What the head reads of them.</summary>
    public IReadOnlyList<IReadOnlyList<Pooling>> Poolings { get; init; } = [];

    /// <summary>How much of the encoder is frozen, and so how many layers are trained; not <see cref="FreezeKind.Auto"/>.</summary>
    public IReadOnlyList<FreezePlan> Freezings { get; init; } = [];
}

/// <summary>How long a search goes on.</summary>
public sealed record SearchBudget
{
    /// <summary>Candidates that are drawn, the spec's own among them.</summary>
    public int Trials { get; init; } = 27;

    /// <summary>No trial begins after so long; null for no such bound. With it the result depends on the machine's speed.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The folder in which finished trials are remembered, so that a search that was stopped, or one over a larger space, does not repeat them; null for none.</summary>
    public string? Folder { get; init; }
}
