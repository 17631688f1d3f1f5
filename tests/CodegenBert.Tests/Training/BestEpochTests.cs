using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training;

/// <summary>Which epoch's weights a run gives.</summary>
public sealed class BestEpochTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(32, seed: 1), Validation = TinyTask.Rows(24, seed: 2);

    [Theory]
    [InlineData("none")]
    [InlineData("all_but_top: 1")]
    [InlineData("all")]
    public void The_weights_are_those_of_the_epoch_with_the_lowest_validation_loss_bit_for_bit(string freeze)
    {
        TaskDefinition task = TinyTask.Sentiment(Freezings.Parse(freeze));
        TinyOptions options = Overfitting() with { Epochs = 12, HeadLearningRate = freeze == "all" ? 0.01 : 0.1 };
        using TrainingOutcome best = TrainerRuntime.Train(task, Train, Validation, options);
        double lowest = best.Report.Epochs.Min(epoch => epoch.Validation!.Loss);
        Assert.Equal(lowest, best.Report.Epochs[best.Report.BestEpoch - 1].Validation!.Loss);
        Assert.InRange(best.Report.BestEpoch, 2, 11); // else the test would show nothing

        using TrainingOutcome stopped = TrainerRuntime.Train(task, Train, Validation, options with { Epochs = best.Report.BestEpoch, KeepBestEpoch = false });

        Assert.Equal(SavedWeights.Of(stopped.Classifier), SavedWeights.Of(best.Classifier));
    }

    [Fact]
    public void The_classifier_scores_the_validation_rows_as_its_epoch_did()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(), Train, Validation, Overfitting() with { Calibration = Calibration.None });

        Assert.Equal(outcome.Report.Epochs[outcome.Report.BestEpoch - 1].Validation!.Loss, outcome.Classifier.Evaluate(Validation).Loss, 1e-6);
    }

    [Fact]
    public void Early_stopping_ends_the_run_when_its_patience_is_over()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(), Train, Validation, Overfitting() with { Epochs = 40, EarlyStopping = 2 });

        Assert.True(outcome.Report.StoppedEarly);
        Assert.Equal(outcome.Report.BestEpoch + 2, outcome.Report.Epochs.Count);
    }

    [Theory]
    [InlineData(ValidationMetric.Accuracy)]
    [InlineData(ValidationMetric.Matthews)]
    [InlineData(ValidationMetric.MacroF1)]
    public void The_best_epoch_is_the_first_with_the_best_value_of_the_metric(ValidationMetric metric)
    {
        int otherThanByLoss = 0;
        foreach (int seed in (int[])[1, 2, 3, 4])
        {
            using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(), Train, Validation, Overfitting() with { BestBy = metric, Seed = seed });

            double[] values = [.. outcome.Report.Epochs.Select(epoch => (SingleLabelReport)epoch.Validation!).Select(report => metric switch
            {
                ValidationMetric.Accuracy => report.Accuracy,
                ValidationMetric.Matthews => report.Matthews,
                _ => report.MacroF1,
            })];
            Assert.Equal(1 + Array.IndexOf(values, values.Max()), outcome.Report.BestEpoch);
            otherThanByLoss += outcome.Report.Epochs.MinBy(epoch => epoch.Validation!.Loss)!.Epoch == outcome.Report.BestEpoch ? 0 : 1;
        }

        Assert.InRange(otherThanByLoss, 1, 4); // else the test would show nothing
    }

    [Theory]
    [InlineData(ValidationMetric.Spearman)]
    [InlineData(ValidationMetric.MeanAbsoluteError)]
    public void A_scores_best_epoch_is_chosen_by_its_own_metrics(ValidationMetric metric)
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(
            TinyOutputs.Mood(), TinyOutputs.MoodRows(48, seed: 1), TinyOutputs.MoodRows(24, seed: 2), Overfitting() with { BestBy = metric, HeadLearningRate = 1e-2, EncoderRate = 1e-3 });

        double[] values = [.. outcome.Report.Epochs.Select(epoch => (RegressionReport)epoch.Validation!).Select(report => metric == ValidationMetric.Spearman ? report.Spearman ?? -1 : -report.MeanAbsoluteError)];
        Assert.Equal(1 + Array.IndexOf(values, values.Max()), outcome.Report.BestEpoch);
    }

    [Fact]
    public void A_metric_of_another_kind_of_output_is_refused() => Assert.Equal(
        "The option BestBy is Pearson; allowed is one of Loss, Accuracy, BalancedAccuracy, MacroF1, WeightedF1, Matthews, since Sentiment has the output SingleLabel.",
        Assert.Throws<TrainingException>(() => TrainerRuntime.Train(TinyTask.Sentiment(), Train, Validation, Overfitting() with { BestBy = ValidationMetric.Pearson })).Message);

    [Fact]
    public void An_improvement_below_the_least_change_does_not_renew_the_patience_but_may_be_the_best_epoch()
    {
        TinyOptions options = Overfitting() with { Epochs = 40, EarlyStopping = 2 };
        using TrainingOutcome any = TrainerRuntime.Train(TinyTask.Sentiment(), Train, Validation, options);
        using TrainingOutcome large = TrainerRuntime.Train(TinyTask.Sentiment(), Train, Validation, options with { EarlyStoppingLeastChange = 10 });

        Assert.Equal(3, large.Report.Epochs.Count); // nothing improves by ten: the first epoch and two of patience
        Assert.Equal(large.Report.Epochs.MinBy(epoch => epoch.Validation!.Loss)!.Epoch, large.Report.BestEpoch);
        Assert.True(any.Report.Epochs.Count > 3);
    }

    [Fact]
    public void A_run_to_its_last_epoch_was_not_stopped_early()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(), Train, Validation, Overfitting() with { Epochs = 3, EarlyStopping = 3 });

        Assert.False(outcome.Report.StoppedEarly);
        Assert.Equal(3, outcome.Report.Epochs.Count);
    }

    [Fact]
    public void Without_validation_data_the_last_epoch_is_kept_and_nothing_stops_early()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(), Train, null, Overfitting() with { Epochs = 5, EarlyStopping = 1 });

        Assert.Equal((5, 5, false), (outcome.Report.Epochs.Count, outcome.Report.BestEpoch, outcome.Report.StoppedEarly));
        Assert.All(outcome.Report.Epochs, epoch => Assert.Null(epoch.Validation));
    }

    [Fact]
    public void Without_validation_data_a_spec_may_ask_for_fewer_epochs_unless_the_options_say_otherwise()
    {
        var defaults = new TrainingDefaults { Epochs = 9, EpochsWithoutValidation = 2, BatchSize = 8 };
        var options = new TinyOptions(defaults) { EncoderPath = encoder.Folder };
        TaskDefinition task = TinyTask.Sentiment(new FreezePlan(FreezeKind.All));

        using TrainingOutcome bySpec = TrainerRuntime.Train(task, Train, null, options);
        using TrainingOutcome byOptions = TrainerRuntime.Train(task, Train, null, options with { Epochs = 4 });

        Assert.Equal((2, 4), (bySpec.Report.Epochs.Count, byOptions.Report.Epochs.Count));
    }

    /// <summary>A rate at which the few rows are soon learnt by heart; constant, so that a shorter run begins as a longer one.</summary>
    private TinyOptions Overfitting() =>
        TinyTask.Options(encoder) with { Epochs = 12, EncoderLearningRate = 2e-3, HeadLearningRate = 0.1, Schedule = RateSchedule.Constant, WarmUp = WarmUp.OfSteps(0) };
}
