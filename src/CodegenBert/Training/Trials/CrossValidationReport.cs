using CodegenBert.Evaluation;
using CodegenBert.Tasks;
using CodegenBert.Training.Reports;

namespace CodegenBert.Training.Trials;

/// <summary>One fold of a cross-validation: what was trained on the other folds, scored on this one.</summary>
public sealed record FoldReport
{
    /// <summary>1-based number.</summary>
    public required int Fold { get; init; }

    /// <summary>Rows that were learnt from.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Rows of the other folds that were held out to choose the number of epochs (and whatever else validation rows decide).</summary>
    public required int ValidationRows { get; init; }

    /// <summary>The epoch whose weights were scored, 1-based; the held-out rows chose it.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>All figures of the fold's own rows, which nothing of the training has seen: as the trained classifier decides, at the temperature and by the thresholds that the held-out rows gave.</summary>
    public required EvaluationReport Test { get; init; }

    /// <summary>The metric's value on the fold's own rows.</summary>
    public required double Value { get; init; }

    /// <summary>Seconds of the fold.</summary>
    public required double Seconds { get; init; }

    /// <summary>What passed through the frozen part for this fold: nothing that an earlier one has had.</summary>
    public required EncoderPasses FrozenPasses { get; init; }
}

/// <summary>
/// How well a task's training does on rows that it has not seen, from each row's turn at being unseen (Stone 1974, "Cross-Validatory Choice and Assessment of Statistical
/// Predictions"). The folds have each label in like share; equal texts, and rows of one group, are in one fold. Of the other folds' rows a tenth, split off in the same
/// manner, is held out as validation rows: they choose the number of epochs, as those that are given to a training do, and are not learnt from. The fold itself is scored
/// once, at the end.
/// </summary>
public sealed record CrossValidationReport
{
    /// <summary>The task's name.</summary>
    public string Task { get; init; } = "";

    /// <summary>The metric of <see cref="Mean"/>.</summary>
    public required ValidationMetric Metric { get; init; }

    /// <summary>The folds.</summary>
    public required IReadOnlyList<FoldReport> Folds { get; init; }

    /// <summary>All figures over all rows, each as the fold's model says that did not see it.</summary>
    public required EvaluationReport Pooled { get; init; }

    /// <summary>Mean of the metric over the folds.</summary>
    public double Mean => Folds.Average(fold => fold.Value);

    /// <summary>Standard deviation of the metric over the folds, with n - 1. The folds share training rows, so it understates how far the mean is off (Bengio and Grandvalet 2004).</summary>
    public double StandardDeviation => Sample.StandardDeviation([.. Folds.Select(fold => fold.Value)]) ?? 0;

    /// <summary>What passed through the frozen part in all folds.</summary>
    public EncoderPasses FrozenPasses => Folds.Aggregate(default(EncoderPasses), (sum, fold) => sum + fold.FrozenPasses);

    /// <summary>Seconds of all folds.</summary>
    public double Seconds => Folds.Sum(fold => fold.Seconds);

    /// <summary>The report in Markdown (GitHub's): the figures over all rows, and the folds.</summary>
    public string ToMarkdown() => TrialsMarkdown.Of(this);
}
