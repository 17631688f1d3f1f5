using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Trials;

/// <summary>
/// How a run may have failed to learn. Fine-tuning large encoders on little data sometimes does, and another seed then does better (Devlin et al. 2018, section 4.1;
/// Mosbach et al. 2021, "On the Stability of Fine-tuning BERT", section 3).
/// </summary>
public enum Degeneration
{
    /// <summary>It learnt something, or there are no validation rows to tell.</summary>
    None = 0,

    /// <summary>On the validation rows its metric is no better than that of a constant prediction made from the training rows' labels alone.</summary>
    NoBetterThanConstant = 1,

    /// <summary>It predicts the same for at least 99 in 100 validation rows (one label, the same set of labels, one score), though these do not say the same.</summary>
    SameForAll = 2,
}

/// <summary>One of several runs that differ in their seed alone.</summary>
public sealed record SeedReport
{
    /// <summary>The seed of initialisation, order and dropout.</summary>
    public required int Seed { get; init; }

    /// <summary>The epoch whose weights are the run's result, 1-based.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>The epochs that were run.</summary>
    public required int Epochs { get; init; }

    /// <summary>Mean loss of the training rows in that epoch, as seen while training.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>The metric's value on the validation rows after that epoch; null without validation rows.</summary>
    public required double? Value { get; init; }

    /// <summary>All figures of the validation rows after that epoch; null without validation rows.</summary>
    public required EvaluationReport? Validation { get; init; }

    /// <summary>Whether the run failed to learn.</summary>
    public required Degeneration Degeneration { get; init; }

    /// <summary>Seconds of the run; of runs that were made in one pass, its share.</summary>
    public required double Seconds { get; init; }

    /// <summary>What passed through the frozen part for this run: for later ones nothing where the first one's word is theirs too.</summary>
    public required EncoderPasses FrozenPasses { get; init; }
}

/// <summary>Several runs that differ in their seed alone: initialisation of what is new, order of the rows, dropout.</summary>
public sealed record SeedsReport
{
    /// <summary>The metric by which the runs are compared.</summary>
    public required ValidationMetric Metric { get; init; }

    /// <summary>The runs, by ascending seed.</summary>
    public required IReadOnlyList<SeedReport> Runs { get; init; }

    /// <summary>The seed whose weights the classifier has: that with the best value on the validation rows, of equal ones the first; without validation rows the first seed.</summary>
    public required int KeptSeed { get; init; }

    /// <summary>Whether validation rows chose <see cref="KeptSeed"/>; if not, it is just the first.</summary>
    public required bool ChosenByValidation { get; init; }

    /// <summary>Whether the runs were made in one pass, their heads trained side by side.</summary>
    public required bool InOnePass { get; init; }

    /// <summary>The metric's value of a constant prediction made from the training rows' labels alone; null without validation rows.</summary>
    public required double? ConstantValue { get; init; }

    /// <summary>Mean of the metric over the runs; null without validation rows.</summary>
    public double? Mean => ChosenByValidation ? Runs.Average(run => run.Value!.Value) : null;

    /// <summary>Standard deviation of the metric over the runs, with n - 1; null without validation rows.</summary>
    public double? StandardDeviation => ChosenByValidation ? Sample.StandardDeviation([.. Runs.Select(run => run.Value!.Value)]) : null;

    /// <summary>What passed through the frozen part in all runs.</summary>
    public EncoderPasses FrozenPasses => Runs.Aggregate(default(EncoderPasses), (sum, run) => sum + run.FrozenPasses);

    /// <summary>Seconds of all runs.</summary>
    public double Seconds => Runs.Sum(run => run.Seconds);
}
