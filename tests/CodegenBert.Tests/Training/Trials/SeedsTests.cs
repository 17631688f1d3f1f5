using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Trials;

namespace CodegenBert.Tests.Training.Trials;

/// <summary>Several runs that differ in their seed alone.</summary>
public sealed class SeedsTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(41, seed: 1), Validation = TinyTask.Rows(25, seed: 2);

    [Theory]
    [InlineData("none")]
    [InlineData("all_but_top: 1")]
    public void Each_seed_is_the_run_that_it_is_alone_and_the_best_is_kept(string freeze)
    {
        using TrainingOutcome outcome = Run(freeze, options => options with { Seeds = 3, Seed = 7 });

        SeedsReport seeds = outcome.Report.Seeds!;
        Assert.Equal([7, 8, 9], seeds.Runs.Select(run => run.Seed));
        foreach (SeedReport seed in seeds.Runs)
        {
            using TrainingOutcome alone = Run(freeze, options => options with { Seed = seed.Seed });
            Assert.Equal(alone.Report.Epochs[alone.Report.BestEpoch - 1].Validation!.Loss, seed.Value);
            Assert.Equal(seed.Seed == seeds.KeptSeed, SavedWeights.Of(alone.Classifier).SequenceEqual(SavedWeights.Of(outcome.Classifier)));
        }

        Assert.Equal(seeds.Runs.Min(run => run.Value), seeds.Runs.Single(run => run.Seed == seeds.KeptSeed).Value);
        double mean = seeds.Runs.Sum(run => run.Value!.Value) / 3;
        Assert.Equal(mean, seeds.Mean!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(seeds.Runs.Sum(run => Math.Pow(run.Value!.Value - mean, 2)) / 2), seeds.StandardDeviation!.Value, 1e-12);
    }

    [Theory]
    [InlineData("bottom: 1", 1, true)]
    [InlineData("bottom: 1", 1, false)]
    [InlineData("all", 1, false)]
    [InlineData("all", 2, false)]
    public void The_encoder_runs_once_per_text_for_all_seeds(string freeze, int accumulation, bool withCache)
    {
        using var folder = new TemporaryFolder();
        using TrainingOutcome outcome = Run(freeze, options => options with
        {
            Seeds = 4,
            GradientAccumulation = accumulation,
            RepresentationCache = withCache ? new RepresentationCache(folder["cache"]) : null,
        });

        int[] lengths = [.. TinyTask.Encode(encoder, TinyTask.Sentiment(), [.. Train, .. Validation]).Lengths];
        Assert.Equal(new EncoderPasses(lengths.Length, lengths.Sum()), outcome.Report.Seeds!.FrozenPasses);
        Assert.Equal(accumulation == 1 && freeze == "all", outcome.Report.Seeds.InOnePass);
    }

    [Fact]
    public void In_phases_too_what_was_not_trained_before_is_encoded_once_for_all_seeds()
    {
        TaskDefinition task = TinyTask.Sentiment() with { Phases = [new(1, new(FreezeKind.All)), new(1, new(FreezeKind.AllButTop, 1))] };
        var options = new TinyOptions(TinyTask.Options(encoder).Spec with { Epochs = 2 }) { EncoderPath = encoder.Folder, Seeds = 3, RepresentationCache = null };

        using TrainingOutcome outcome = TrainerRuntime.Train(task, Train, Validation, options);

        Assert.Equal(2 * (Train.Count + Validation.Count), outcome.Report.Seeds!.FrozenPasses.Texts);
    }

    [Fact]
    public void Without_validation_rows_the_first_seed_is_kept_and_that_is_said()
    {
        using TrainingOutcome outcome = Run("all", options => options with { Seeds = 2, Seed = 7 }, validation: null);

        Assert.False(outcome.Report.Seeds!.ChosenByValidation);
        Assert.Equal(7, outcome.Report.Seeds.KeptSeed);
        Assert.Null(outcome.Report.Seeds.Mean);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("none")]
    public void A_run_that_learnt_nothing_is_flagged(string freeze)
    {
        using TrainingOutcome still = Run(freeze, options => options with { Seeds = 2, Epochs = 1, HeadLearningRate = 1e-12, EncoderRate = 1e-12 });
        using TrainingOutcome learnt = Run("none", options => options with { Seeds = 2, Epochs = 12 }, Train);

        Assert.All(still.Report.Seeds!.Runs, run => Assert.NotEqual(Degeneration.None, run.Degeneration));
        Assert.All(learnt.Report.Seeds!.Runs, run => Assert.Equal(Degeneration.None, run.Degeneration));
    }

    [Fact]
    public void The_constant_baseline_says_what_the_training_rows_say()
    {
        // 3 of 4 rows are positive: with one more row for each label the shares are 2/6 and 4/6.
        RowTarget no = RowTarget.Label(0), yes = RowTarget.Label(1);

        var report = (CodegenBert.Evaluation.SingleLabelReport)ConstantBaseline.Of(TinyTask.Sentiment(), [yes, no, yes, yes], [no, yes]);

        Assert.Equal(-(Math.Log(2.0 / 6) + Math.Log(4.0 / 6)) / 2, report.Loss, 1e-6);
        Assert.Equal(0.5, report.Accuracy);
    }

    [Fact]
    public void A_series_that_was_stopped_does_not_repeat_the_seeds_that_had_ended()
    {
        using var folder = new TemporaryFolder();
        Func<TinyOptions, TinyOptions> change = options => options with { Seeds = 3, Checkpoints = new TrainingCheckpoints(folder["states"]) { EverySteps = 4 } };
        using TrainingOutcome unbroken = Run("all_but_top: 1", options => options with { Seeds = 3 });
        int stepsOfRun = unbroken.Report.Steps, steps = 0;
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Run("all_but_top: 1", change, Validation, Counting(() =>
        {
            if (++steps == stepsOfRun + 5)
            {
                cancellation.Cancel();
            }
        }), cancellation.Token));
        steps = 0;

        using TrainingOutcome resumed = Run("all_but_top: 1", change, Validation, Counting(() => steps++));

        Assert.Equal((2 * stepsOfRun) - 5, steps);
        Assert.Equal(unbroken.Report.Seeds!.KeptSeed, resumed.Report.Seeds!.KeptSeed);
        Assert.Equal(unbroken.Report.Seeds.Runs.Select(run => (run.Value, run.BestEpoch)), resumed.Report.Seeds.Runs.Select(run => (run.Value, run.BestEpoch)));
        Assert.Equal(SavedWeights.Of(unbroken.Classifier), SavedWeights.Of(resumed.Classifier));
        Assert.Equal(unbroken.Report.History, resumed.Report.History);
        Assert.Equal(unbroken.Report.HardestRows, resumed.Report.HardestRows);
        Assert.Empty(Directory.EnumerateDirectories(folder["states"]));
    }

    [Fact]
    public void No_seeds_are_refused()
    {
        string message = Assert.Throws<TrainingException>(() => Run("all", options => options with { Seeds = 0 })).Message;

        Assert.Equal("The option Seeds is 0; allowed is 1 or more.", message);
    }

    private static OnProgress Counting(Action step) => new(moment =>
    {
        if (moment.Stage == TrainingStage.Training)
        {
            step();
        }
    });

    private TrainingOutcome Run(string freeze, Func<TinyOptions, TinyOptions> change) => Run(freeze, change, Validation);

    private TrainingOutcome Run(string freeze, Func<TinyOptions, TinyOptions> change, IReadOnlyList<LabeledTexts>? validation, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        TrainerRuntime.Train(TinyTask.Sentiment(Freezings.Parse(freeze)), Train, validation, change(TinyTask.Options(encoder) with { RepresentationCache = null }), progress, cancellation);
}
