namespace CodegenBert.Training.Reports;

/// <summary>The rows of an epoch that its model finds hard.</summary>
/// <param name="Hardest">Those with the highest loss.</param>
/// <param name="ConfidentlyWrong">Those that are wrong with the highest probability.</param>
internal sealed record FoundRows(IReadOnlyList<HardRows.Found> Hardest, IReadOnlyList<HardRows.Found> ConfidentlyWrong);

/// <summary>What a <see cref="RunLog"/> has collected so far: it lies beside the run's state, so that the report of a run that was stopped is whole.</summary>
internal sealed record RunRecord
{
    /// <summary>When the run began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>What the time was spent on.</summary>
    public required IReadOnlyList<PartTime> Parts { get; init; }

    /// <summary>The remembered steps.</summary>
    public required IReadOnlyList<StepReport> Steps { get; init; }

    /// <summary>Of how many steps one is remembered.</summary>
    public required int Stride { get; init; }

    /// <summary>The hard rows of each epoch by its number.</summary>
    public required IReadOnlyDictionary<int, FoundRows> HardRows { get; init; }
}
