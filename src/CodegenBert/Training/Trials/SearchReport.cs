using CodegenBert.Tasks;
using CodegenBert.Training.Reports;

namespace CodegenBert.Training.Trials;

/// <summary>A candidate that was trained on a share of the training rows and compared on the validation rows.</summary>
public sealed record SearchTrial
{
    /// <summary>The candidate's 1-based number; 1 is the spec's own.</summary>
    public required int Number { get; init; }

    /// <summary>What was tried.</summary>
    public required SearchCandidate Candidate { get; init; }

    /// <summary>1-based round: each has three times the rows of the one before, and a third of its candidates.</summary>
    public required int Round { get; init; }

    /// <summary>Rows that were learnt from.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>The metric's value on the validation rows in the best epoch.</summary>
    public required double Value { get; init; }

    /// <summary>The best epoch, 1-based.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Seconds of the trial.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether an earlier search had made the trial.</summary>
    public required bool IsRemembered { get; init; }
}

/// <summary>
/// What a search found: candidates were drawn by the seed and compared on the validation rows by successive halving (Jamieson and Talwalkar 2016, "Non-stochastic Best Arm
/// Identification and Hyperparameter Optimization"; the inner loop of Hyperband, Li et al. 2018): all on a ninth of the training rows, the better third of them on a third,
/// the better third of those on all. The spec's own values take part in every round. The validation rows have chosen, so the best value is a flattering one: score it on a test set.
/// </summary>
public sealed record SearchReport
{
    /// <summary>The task's name.</summary>
    public string Task { get; init; } = "";

    /// <summary>The metric by which they were compared.</summary>
    public required ValidationMetric Metric { get; init; }

    /// <summary>All trials, in the order in which they were made.</summary>
    public required IReadOnlyList<SearchTrial> Trials { get; init; }

    /// <summary>The spec's own values on the most rows on which they were tried.</summary>
    public required SearchTrial Default { get; init; }

    /// <summary>The best of the last round that has more than the spec's own; the default's trial where nothing is better than it.</summary>
    public required SearchTrial Best { get; init; }

    /// <summary>By how much the best is better than the default, in the metric's unit; 0 where it is the default.</summary>
    public required double Gain { get; init; }

    /// <summary>The standard error of <see cref="Gain"/>, from the validation rows' differences; 0 where the best is the default.</summary>
    public required double Noise { get; init; }

    /// <summary>Whether the best is better than the default by more than the noise. If not, nothing speaks for leaving the spec's values.</summary>
    public bool BeatsDefault => Gain > Noise;

    /// <summary>Whether the time ran out before all rounds were made.</summary>
    public required bool RanOutOfTime { get; init; }

    /// <summary>What passed through the frozen part in all trials: each text once for each of the space's readings and freezings.</summary>
    public required EncoderPasses FrozenPasses { get; init; }

    /// <summary>What to write into the spec: the best candidate's lines, or a remark that the spec's values stand.</summary>
    public string ToYaml() => BeatsDefault ? Best.Candidate.ToYaml() : "# Nothing that was tried is better than this spec's values by more than the noise.\n";

    /// <summary>The report in Markdown (GitHub's): what was found, and all trials.</summary>
    public string ToMarkdown() => TrialsMarkdown.Of(this);
}
