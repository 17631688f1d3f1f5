using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Trials;

/// <summary>Compares runs that differ in their seed alone: the best of them, and those that failed to learn.</summary>
internal static class SeedComparison
{
    /// <summary>Share of the rows from which a prediction counts as the same for all.</summary>
    private const double NearlyAll = 0.99;

    /// <summary>The report over the runs.</summary>
    /// <param name="task">The task.</param>
    /// <param name="metric">By which they are compared.</param>
    /// <param name="runs">Each run's seed and report.</param>
    /// <param name="train">What the training rows say.</param>
    /// <param name="validation">What the validation rows say; null without.</param>
    /// <param name="inOnePass">Whether they were trained side by side.</param>
    public static SeedsReport Compare(
        TaskDefinition task, ValidationMetric metric, IReadOnlyList<(int Seed, TrainingReport Report)> runs, IReadOnlyList<RowTarget> train, IReadOnlyList<RowTarget>? validation, bool inOnePass)
    {
        double? constant = validation is null ? null : MetricReading.Value(ConstantBaseline.Of(task, train, validation), metric);
        SeedReport[] seeds = [.. runs.Select(run => Of(run.Seed, run.Report, metric, constant))];
        return new SeedsReport
        {
            Metric = metric,
            Runs = seeds,
            KeptSeed = seeds.Aggregate((best, seed) => IsBetter(metric, seed.Value, best.Value) ? seed : best).Seed,
            ChosenByValidation = validation is not null,
            InOnePass = inOnePass,
            ConstantValue = constant,
        };
    }

    /// <summary>Whether a value beats another; never where one is missing.</summary>
    public static bool IsBetter(ValidationMetric metric, double? value, double? than) => value is { } one && than is { } other && MetricReading.Gain(metric, one, other) > 0;

    /// <summary>The figures of the validation rows in the epoch whose weights are the run's result; null without.</summary>
    public static EvaluationReport? BestValidation(TrainingReport report) => report.Epochs[report.BestEpoch - 1].Validation;

    private static SeedReport Of(int seed, TrainingReport report, ValidationMetric metric, double? constant)
    {
        EpochReport best = report.Epochs[report.BestEpoch - 1];
        double? value = best.Validation is null ? null : MetricReading.Value(best.Validation, metric);
        return new SeedReport
        {
            Seed = seed,
            BestEpoch = report.BestEpoch,
            Epochs = report.Epochs.Count,
            TrainingLoss = best.TrainingLoss,
            Value = value,
            Validation = best.Validation,
            Degeneration = best.Validation is null ? Degeneration.None
                : IsSameForAll(best.Validation) ? Degeneration.SameForAll
                : IsBetter(metric, value, constant) ? Degeneration.None : Degeneration.NoBetterThanConstant,
            Seconds = report.Seconds,
            FrozenPasses = report.FrozenPasses,
        };
    }

    private static bool IsSameForAll(EvaluationReport report) => report switch
    {
        SingleLabelReport single => LargestShare(single.Confusion.Aggregate(new int[single.Classes.Count], (sums, row) => [.. sums.Zip(row, (sum, count) => sum + count)])) >= NearlyAll
            && LargestShare([.. single.Confusion.Select(row => row.Sum())]) < NearlyAll,
        MultiLabelReport several => several.Classes.Any(label => label.Support > 0) && several.Micro.Recall == 0,
        RegressionReport score => score.Pearson is null && score.MeanSquaredError > 0,
        _ => false,
    };

    private static double LargestShare(int[] counts) => counts.Max() / (double)counts.Sum();
}
