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

    public required EarlyStoppingModel EarlyStopping { get; init; }

    /// <summary>A member of the core's <c>ValidationMetric</c>.</summary>
    public required string BestBy { get; init; }

    /// <summary>How many of the encoder's top layers start anew; null where it is not known that any is trained.</summary>
    public required int? ReinitializedLayers { get; init; }

    /// <summary>A member of the core's <c>Precision</c>.</summary>
    public required string Precision { get; init; }

    public required int GradientAccumulation { get; init; }

    /// <summary>Null for batches of <see cref="BatchSize"/> rows.</summary>
    public required int? TokensPerBatch { get; init; }

    /// <summary>Null where all of the encoder is frozen.</summary>
    public required bool? GradientCheckpointing { get; init; }

    /// <summary>A member of the core's <c>ThresholdRule</c>; null but for several labels.</summary>
    public required string? Thresholds { get; init; }

    /// <summary>A member of the core's <c>Calibration</c>; null but for a single label.</summary>
    public required string? Calibration { get; init; }

    public required int Seed { get; init; }

    public required int Seeds { get; init; }
}

/// <summary>When a run stops before its last epoch.</summary>
/// <param name="Patience">Epochs without a better metric; null never stops early.</param>
/// <param name="LeastChange">By how much a better one is better.</param>
internal sealed record EarlyStoppingModel(int? Patience, double LeastChange = 0);

/// <summary>The warm-up: a number of steps, or else a fraction of all steps.</summary>
internal sealed record WarmUpModel(double Fraction, int? Steps);
