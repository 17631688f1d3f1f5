using CodegenBert.Data;
using CodegenBert.Data.Splits;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Trials;

namespace CodegenBert.Tests.Training.Trials;

/// <summary>Where thresholds are tuned, folds and trials are scored by those tuned: as the classifier decides that the training would give.</summary>
public sealed class TunedTrialTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private const int Folds = 3;
    private static readonly IReadOnlyList<LabeledTexts> Rows = TinyOutputs.TopicRows(150, seed: 1), Validation = TinyOutputs.TopicRows(60, seed: 2);

    [Fact]
    public void A_fold_is_scored_by_the_thresholds_that_its_held_out_rows_gave()
    {
        TaskDefinition task = TinyOutputs.Topics();
        CrossValidationReport report = TrainerRuntime.CrossValidate(task, Rows, Folds, Options());
        int[] test = RowSplit.Of(task, Rows, [1.0 / Folds, 1.0 / Folds, 1.0 / Folds], Options().Seed)[1];
        LabeledTexts[] others = [.. Enumerable.Range(0, Rows.Count).Except(test).Select(row => Rows[row])];
        int[][] parts = RowSplit.Of(task, others, [0.9, 0.1], Options().Seed);

        using TrainingOutcome outcome = TrainerRuntime.Train(task, [.. parts[0].Select(row => others[row])], [.. parts[1].Select(row => others[row])], Options());
        var expected = (MultiLabelReport)outcome.Classifier.Evaluate([.. test.Select(row => Rows[row])]);

        var actual = (MultiLabelReport)report.Folds[1].Test;
        Assert.Equal(outcome.Classifier.Thresholds, actual.Thresholds);
        Assert.Contains(actual.Thresholds, threshold => threshold != 0.5f);
        Assert.Equal(expected.Micro, actual.Micro);
        Assert.Equal(report.Folds.Sum(fold => ((MultiLabelReport)fold.Test).SubsetAccuracy * fold.Test.Rows) / Rows.Count, ((MultiLabelReport)report.Pooled).SubsetAccuracy, 1e-9);
        Assert.Empty(((MultiLabelReport)report.Pooled).Thresholds);
    }

    [Fact]
    public void Freezings_are_compared_by_the_thresholds_that_each_would_have()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyOutputs.Topics(new(FreezeKind.Auto)), Rows, Validation, Options());

        FreezeLadderReport ladder = outcome.Report.FreezeLadder!;
        FreezeRung kept = ladder.Rungs.Single(rung => rung.Freeze == ladder.Chosen);
        Assert.Equal(((MultiLabelReport)outcome.Classifier.Evaluate(Validation)).Micro.F1, kept.Value!.Value, 1e-9);
        Assert.All(ladder.Rungs, rung => Assert.Contains(((MultiLabelReport)rung.Validation!).Thresholds, threshold => threshold != 0.5f));
        Assert.All(ladder.Rungs.Where(rung => rung != kept), rung => Assert.Equal(rung.Value!.Value - kept.Value.Value, rung.Gain!.Value, 1e-9));
    }

    [Fact]
    public void So_are_the_candidates_of_a_search()
    {
        TaskDefinition task = TinyOutputs.Topics(new(FreezeKind.All));
        using var folder = new TemporaryFolder();
        var space = new SearchSpace { HeadLearningRates = [1e-3, 1e-2] };
        SearchReport Search() => TrainerRuntime.Search(task, Rows, Validation, space, new SearchBudget { Folder = folder["trials"] }, Options());

        SearchReport search = Search(), again = Search();
        using TrainingOutcome outcome = TrainerRuntime.Train(task, Rows, Validation, Options());

        Assert.Equal(((MultiLabelReport)outcome.Classifier.Evaluate(Validation)).Micro.F1, search.Default.Value, 1e-9);
        Assert.All(again.Trials, trial => Assert.True(trial.IsRemembered));
        Assert.Equal(search.Trials.Select(trial => trial.Value), again.Trials.Select(trial => trial.Value));
    }

    private TinyOptions Options() => new(new() { Epochs = 4, BatchSize = 8, LearningRate = 1e-3, HeadLearningRate = 1e-2, Thresholds = ThresholdRule.Tuned, BestBy = ValidationMetric.MicroF1 })
    {
        EncoderPath = encoder.Folder,
        RepresentationCache = null,
    };
}
