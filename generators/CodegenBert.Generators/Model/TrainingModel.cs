namespace CodegenBert.Generators.Model;

/// <summary>How the task is trained, defaults filled in.</summary>
internal sealed record TrainingModel
{
    public required int Epochs { get; init; }

    /// <summary>Epochs where nothing tells when to stop; null for <see cref="Epochs"/>.</summary>
    public required int? EpochsWithoutValidation { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>The encoder's rate; null where all of it is frozen.</summary>
    public required double? LearningRate { get; init; }

    /// <summary>What the rate is multiplied by from each layer to the one below; null where all of the encoder is frozen.</summary>
    public required double? LayerDecay { get; init; }

    public required double HeadLearningRate { get; init; }

    public required double WeightDecay { get; init; }

    public required WarmUpModel WarmUp { get; init; }

    /// <summary>A member of the core's <c>RateSchedule</c>.</summary>
    public required string Schedule { get; init; }

    public required double MaxGradNorm { get; init; }

    /// <summary>Null where the loss has none: for several labels and for a score.</summary>
    public required double? LabelSmoothing { get; init; }

    /// <summary>A member of the core's <c>ClassWeighting</c>; null for a score.</summary>
    public required string? ClassWeights { get; init; }

    /// <summary>Patience in epochs; null never stops early.</summary>
    public required int? EarlyStopping { get; init; }

    public required int Seed { get; init; }
}

/// <summary>The warm-up: a number of steps, or else a fraction of all steps.</summary>
internal sealed record WarmUpModel(double Fraction, int? Steps);
