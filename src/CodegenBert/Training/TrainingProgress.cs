namespace CodegenBert.Training;

/// <summary>What a training run is doing.</summary>
public enum TrainingStage
{
    /// <summary>Texts pass once through the frozen part.</summary>
    Encoding = 0,

    /// <summary>Steps of the optimiser.</summary>
    Training = 1,

    /// <summary>The validation rows are scored.</summary>
    Validating = 2,
}

/// <summary>A moment of a training run, reported after each step.</summary>
public sealed record TrainingProgress
{
    /// <summary>What is being done.</summary>
    public required TrainingStage Stage { get; init; }

    /// <summary>1-based epoch; 0 before the first.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs at most.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps done in this stage of this epoch.</summary>
    public required int Step { get; init; }

    /// <summary>All steps of this stage of this epoch.</summary>
    public required int Steps { get; init; }

    /// <summary>Mean loss over this epoch's rows so far; null while encoding.</summary>
    public double? Loss { get; init; }

    /// <summary>The head's learning rate in this step; null outside of training.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The epoch that has just ended, with its validation figures; null at all other moments.</summary>
    public EpochReport? Ended { get; init; }

    /// <summary>Texts per second in this stage of this epoch.</summary>
    public double TextsPerSecond { get; init; }

    /// <summary>Time to the end of the last epoch, as far as can be told; null if not yet.</summary>
    public TimeSpan? Remaining { get; init; }
}
