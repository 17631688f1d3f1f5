using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Trials;

namespace CodegenBert.Tests.Training.Trials;

/// <summary><c>freeze: auto</c>: the data say how much of the encoder is trained.</summary>
public sealed class FreezeLadderTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly TaskDefinition Auto = TinyTask.Sentiment(new(FreezeKind.Auto));
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(160, seed: 1), Validation = TinyTask.Rows(60, seed: 2);

    [Fact]
    public void Each_freezing_is_tried_and_the_cheapest_kept_that_no_other_beats_by_more_than_the_noise()
    {
        using TrainingOutcome outcome = Run(Validation);

        FreezeLadderReport ladder = outcome.Report.FreezeLadder!;
        Assert.Equal(["all", "{ all_but_top: 1 }", "none"], ladder.Rungs.Select(rung => rung.Freeze.ToString()));
        Assert.Equal(ladder.Rungs.First(rung => rung.BeatenBy is null).Freeze, ladder.Chosen);
        Assert.All(ladder.Rungs.Where(rung => rung.BeatenBy is not null), rung => Assert.True(rung.BeatenByGain > rung.BeatenByNoise && rung.BeatenByNoise > 0));
        Assert.All(ladder.Rungs.Where(rung => rung.BeatenBy is not null), rung =>
            Assert.Equal(rung.Value!.Value - ladder.Rungs.Single(other => other.Freeze == rung.BeatenBy).Value!.Value, rung.BeatenByGain, 1e-6));
    }

    [Fact]
    public void The_result_is_that_of_the_kept_freezing()
    {
        using TrainingOutcome outcome = Run(Validation, options => options with { Epochs = 4 });

        FreezePlan chosen = outcome.Report.FreezeLadder!.Chosen;
        using TrainingOutcome alone = TrainerRuntime.Train(Auto with { Freeze = chosen }, Train, Validation, TinyTask.Options(encoder) with { Epochs = 4, RepresentationCache = null });
        Assert.Equal(SavedWeights.Of(alone.Classifier), SavedWeights.Of(outcome.Classifier));
    }

    [Fact]
    public void Without_validation_rows_a_tenth_is_held_out_for_the_choice_and_learnt_from_after_it()
    {
        using TrainingOutcome outcome = Run(null);

        Assert.True(outcome.Report.FreezeLadder!.HeldOut);
        Assert.InRange(outcome.Report.FreezeLadder.ValidationRows, 14, 18);
        Assert.Equal(Train.Count, outcome.Report.TrainingRows);
        Assert.Null(outcome.Report.Epochs[^1].Validation);
    }

    [Fact]
    public void What_does_not_fit_into_the_budget_is_left_out()
    {
        using TrainingOutcome outcome = Run(Validation, options => options with { FreezeBudget = TimeSpan.Zero });

        Assert.Equal([true, false, false], outcome.Report.FreezeLadder!.Rungs.Select(rung => rung.Value is not null));
        Assert.Equal(FreezeKind.All, outcome.Report.FreezeLadder.Chosen.Kind);
    }

    [Fact]
    public void What_a_spec_leaves_open_each_freezing_has_a_default_for()
    {
        var options = new TinyOptions(new TrainingDefaults { Epochs = 3, LearningRate = 5e-5, HeadLearningRate = 1e-3 });
        Recipe recipe = Recipe.From(Auto, options, [RowTarget.Label(0)], hasValidation: true);

        Recipe all = RungRecipe.For(new(FreezeKind.All), recipe, hasValidation: true), top = RungRecipe.For(new(FreezeKind.AllButTop, 1), recipe, hasValidation: true), none = RungRecipe.For(FreezePlan.None, recipe, hasValidation: true);

        Assert.Equal((100, 1e-3, RateSchedule.Constant, 5), (all.Epochs, all.HeadLearningRate, all.Schedule, all.EarlyStopping!.Value));
        Assert.Equal((3, 5e-5, 1e-3), (top.Epochs, top.LearningRate, top.HeadLearningRate));
        Assert.Equal((3, 2e-5, 2e-5), (none.Epochs, none.LearningRate, none.HeadLearningRate));
        Assert.Equal(20, RungRecipe.For(new(FreezeKind.All), recipe, hasValidation: false).Epochs);
        Assert.Equal((7, 0.3), (RungRecipe.For(new(FreezeKind.All), recipe with { Epochs = 7, HeadLearningRate = 0.3 }, hasValidation: true) is var own ? (own.Epochs, own.HeadLearningRate) : default));
    }

    [Theory]
    [InlineData(12, 0, "all, { all_but_top: 1 }, { all_but_top: 2 }, { all_but_top: 6 }, none")]
    [InlineData(6, 0, "all, { all_but_top: 1 }, { all_but_top: 2 }, { all_but_top: 3 }, none")]
    [InlineData(2, 0, "all, { all_but_top: 1 }, none")]
    [InlineData(12, 2, "{ all_but_top: 2 }, { all_but_top: 6 }, none")]
    public void The_ladder_goes_from_the_cheapest_to_the_dearest(int layers, int reinitialized, string expected) =>
        Assert.Equal(expected, string.Join(", ", RungRecipe.Ladder(layers, reinitialized)));

    [Fact]
    public void The_noise_is_the_standard_error_of_the_rows_differences()
    {
        // Right and wrong row by row: differences 1, 0, 0, 1, -1, 0, 1, 0 of mean 1/4 and variance (3 + 1 - 8/16) / 7 = 0.5.
        bool[] one = [true, true, false, true, false, true, true, false], other = [false, true, false, false, true, true, false, false];

        var difference = PairedDifference.Of(TinyTask.Sentiment(), ValidationMetric.Accuracy, [.. one.Select(_ => RowTarget.Label(1))], Scored(Outputs(one)), Scored(Outputs(other)));

        Assert.Equal(0.25, difference.Gain, 1e-12);
        Assert.Equal(Math.Sqrt(0.5 / 8), difference.Noise, 1e-12);
    }

    [Fact]
    public void Of_a_metric_that_is_no_mean_over_rows_the_noise_comes_from_samples_of_the_rows()
    {
        // Of a two-class task with balanced rows macro F1 goes with accuracy: its noise is near that of the accuracy.
        var random = new Random(1);
        RowTarget[] targets = [.. Enumerable.Range(0, 400).Select(row => RowTarget.Label(row % 2))];
        float[][] one = [.. targets.Select(target => Output((target.LabelIndex == 1) ^ (random.Next(10) < 2)))], other = [.. targets.Select(target => Output((target.LabelIndex == 1) ^ (random.Next(10) < 3)))];

        PairedDifference f1 = PairedDifference.Of(TinyTask.Sentiment(), ValidationMetric.MacroF1, targets, Scored(one), Scored(other)), accuracy = PairedDifference.Of(TinyTask.Sentiment(), ValidationMetric.Accuracy, targets, Scored(one), Scored(other));

        Assert.InRange(f1.Noise / accuracy.Noise, 0.8, 1.2);
        Assert.InRange(f1.Gain / accuracy.Gain, 0.9, 1.1);
    }

    private static ScoredOutputs Scored(float[][] outputs) => ScoredOutputs.Of(TinyTask.Sentiment(), ThresholdRule.Tuned, [], outputs);

    private static float[][] Outputs(bool[] right) => [.. right.Select(Output)];

    private static float[] Output(bool positive) => positive ? [0.2f, 0.8f] : [0.8f, 0.2f];

    private TrainingOutcome Run(IReadOnlyList<LabeledTexts>? validation, Func<TinyOptions, TinyOptions>? change = null)
    {
        TinyOptions options = TinyTask.Options(encoder) with { RepresentationCache = null };
        return TrainerRuntime.Train(Auto, Train, validation, change?.Invoke(options) ?? options);
    }
}
