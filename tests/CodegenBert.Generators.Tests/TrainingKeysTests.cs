using CodegenBert.Generators.Tests.Running;
using CodegenBert.Tasks;

namespace CodegenBert.Generators.Tests;

/// <summary>What a spec says of the training, as the core's records of the compiled definition have it.</summary>
public class TrainingKeysTests
{
    private const string Start = "task: Mood\n";
    private const string Labels = Start + "encoder: minilm-l6\nlabels: [good, bad, so_so]\n";
    private const string Folder = Start + "encoder: ./bert\nlabels: [good, bad]\n";

    [Fact]
    public void AnEmptySectionHasTheCoresDefaults() => Assert.Equal(new TrainingDefaults(), Task(Labels + "training: { epochs: 3 }").Training);

    [Fact]
    public void EveryKeyOfOneLabelArrives() => Assert.Equal(
        new TrainingDefaults
        {
            ReinitializedLayers = 2,
            BestBy = ValidationMetric.WeightedF1,
            EarlyStopping = 4,
            EarlyStoppingLeastChange = 0.005,
            Precision = Precision.BFloat16,
            GradientAccumulation = 8,
            TokensPerBatch = 4096,
            GradientCheckpointing = true,
            Calibration = Calibration.None,
            Seeds = 5,
        },
        Task(Labels + """
            training:
              reinitialize: 2
              best_by: weighted_f1
              early_stopping: { patience: 4, least_change: 0.005 }
              precision: bfloat16
              gradient_accumulation: 8
              tokens_per_batch: 4096
              gradient_checkpointing: true
              calibration: none
              seeds: 5
            """).Training);

    [Theory]
    [InlineData("loss accuracy balanced_accuracy macro_f1 weighted_f1 matthews", "Loss Accuracy BalancedAccuracy MacroF1 WeightedF1 Matthews", Labels)]
    [InlineData("loss macro_f1 micro_f1 subset_accuracy", "Loss MacroF1 MicroF1 SubsetAccuracy", Labels + "output: multi_label\n")]
    [InlineData("loss pearson spearman mean_absolute_error", "Loss Pearson Spearman MeanAbsoluteError", Start + "encoder: minilm-l6\noutput: { regression: { min: 0, max: 1 } }\n")]
    public void EachOutputHasItsMetrics(string words, string metrics, string spec) =>
        Assert.Equal(metrics.Split(' '), words.Split(' ').Select(word => Task($"{spec}training: {{ best_by: {word} }}").Training.BestBy.ToString()));

    [Fact]
    public void TheMetricsAreAllOfTheCores() =>
        Assert.Equal(Enum.GetNames<ValidationMetric>().Order(), Specs.SpecKeys.Metrics.Select(word => Specs.CSharpName.Pascal(word)).Order());

    [Theory]
    [InlineData("float32", Precision.Float32)]
    [InlineData("bfloat16", Precision.BFloat16)]
    [InlineData("auto", Precision.Auto)]
    public void ThePrecisionIsTheCores(string word, Precision precision) => Assert.Equal(precision, Task($"{Labels}training: {{ precision: {word} }}").Training.Precision);

    [Fact]
    public void ThresholdsOfSeveralLabelsCanBeTuned() => Assert.Equal(ThresholdRule.Tuned, Task(Labels + "output: multi_label\ntraining: { thresholds: tuned }").Training.Thresholds);

    [Theory]
    [InlineData("3", 3, 0)]
    [InlineData("none", null, 0)]
    [InlineData("{ patience: 3 }", 3, 0)]
    [InlineData("{ patience: 3, least_change: 1e-3 }", 3, 1e-3)]
    public void EarlyStoppingHasThreeForms(string value, int? patience, double leastChange)
    {
        TrainingDefaults training = Task($"{Labels}freeze: all\nhead: {{ pooling: mean }}\ntraining: {{ early_stopping: {value} }}").Training;

        Assert.Equal((patience, leastChange), (training.EarlyStopping, training.EarlyStoppingLeastChange));
    }

    [Theory]
    [InlineData("")]
    [InlineData("output: multi_label\n")]
    public void AListOfClassWeightsIsTheLabelsWeights(string output)
    {
        TaskDefinition task = Task(Labels + output + "training: { class_weights: [2, 0.5, 1] }");

        Assert.Equal([("good", 2.0), ("bad", 0.5), ("so_so", 1.0)], task.Labels.Select(label => (label.Text, label.Weight)));
        Assert.Equal(ClassWeighting.None, task.Training.ClassWeights);
    }

    [Fact]
    public void WhatIsNoPartOfTheTrainingArrives()
    {
        TaskDefinition task = Task(Labels + "abstain_below: 0.6\ndata: { weight: trust, group: author, columns: { label: mood } }");

        Assert.Equal((0.6f, "trust", "author"), (task.AbstainBelow, task.WeightColumn, task.GroupColumn));
        Assert.Equal("mood", Assert.Single(task.Columns!).Value);
    }

    [Fact]
    public void NothingOfItArrivesWhereTheSpecSaysNothing()
    {
        TaskDefinition task = Task(Labels);

        Assert.Equal((null, null, null), (task.AbstainBelow, task.WeightColumn, task.GroupColumn));
        Assert.Empty(task.Phases);
    }

    [Fact]
    public void PhasesArriveInTheirOrderAndTheirEpochsAddUp()
    {
        TaskDefinition task = Task(Labels + """
            phases:
              - { epochs: 1, freeze: all, head_learning_rate: 1e-2 }
              - { epochs: 3, freeze: { all_but_top: 2 }, learning_rate: 1e-4, head_learning_rate: 5e-4 }
              - { epochs: 2, freeze: { bottom: 1 } }
            """);

        Assert.Equal(
            [
                new TrainingPhase(1, new(FreezeKind.All)) { HeadLearningRate = 1e-2 },
                new TrainingPhase(3, new(FreezeKind.AllButTop, 2)) { LearningRate = 1e-4, HeadLearningRate = 5e-4 },
                new TrainingPhase(2, new(FreezeKind.Bottom, 1)),
            ],
            task.Phases);
        Assert.Equal(new FreezePlan(FreezeKind.Bottom, 1), task.Freeze);
        Assert.Equal((6, null, RateSchedule.Linear, null), (task.Training.Epochs, task.Training.EpochsWithoutValidation, task.Training.Schedule, task.Training.EarlyStopping));
    }

    [Theory]
    [InlineData(Labels, "all", "{ all_but_top: 2 }", "none", "none")]
    [InlineData(Labels, "{ bottom: 1 }", "embeddings", "all", "embeddings")]
    [InlineData(Labels, "{ bottom: 5 }", "{ bottom: 2 }", "all", "{ bottom: 2 }")]
    [InlineData(Labels, "{ all_but_top: 2 }", "{ all_but_top: 4 }", "all", "{ all_but_top: 4 }")]
    [InlineData(Labels, "{ all_but_top: 3 }", "{ bottom: 2 }", "all", "{ bottom: 2 }")]
    [InlineData(Labels, "{ all_but_top: 5 }", "{ bottom: 2 }", "all", "{ all_but_top: 5 }")]
    [InlineData(Labels, "all", "all", "all", "all")]
    [InlineData(Folder, "{ all_but_top: 5 }", "{ bottom: 2 }", "all", "embeddings")]
    [InlineData(Folder, "{ all_but_top: 5 }", "{ all_but_top: 2 }", "all", "{ all_but_top: 5 }")]
    [InlineData(Folder, "{ bottom: 5 }", "{ bottom: 2 }", "all", "{ bottom: 2 }")]
    public void TheFreezingIsThatOfThePhaseThatTrainsTheMost(string start, string first, string second, string third, string most)
    {
        TaskDefinition task = Task($"{start}head: {{ pooling: mean }}\nphases: [{{ epochs: 1, freeze: {first} }}, {{ epochs: 1, freeze: {second} }}, {{ epochs: 1, freeze: {third} }}]");

        Assert.Equal(most, task.Freeze.ToString());
    }

    [Theory]
    [InlineData("freeze: none", 2e-5, 2e-5)]
    [InlineData("freeze: auto", 5e-5, 1e-3)]
    [InlineData("freeze: { all_but_top: 2 }", 5e-5, 1e-3)]
    [InlineData("phases: [{ epochs: 1, freeze: none }, { epochs: 1, freeze: none, learning_rate: 1e-6 }]", 2e-5, 2e-5)]
    [InlineData("phases: [{ epochs: 1, freeze: all }, { epochs: 1, freeze: none }]", 2e-5, 1e-3)]
    [InlineData("phases: [{ epochs: 1, freeze: all }, { epochs: 1, freeze: embeddings }]", 5e-5, 1e-3)]
    public void TheRatesFollowTheFreezing(string freezing, double encoder, double head)
    {
        TrainingDefaults training = Task(Labels + freezing).Training;

        Assert.Equal((encoder, head), (training.LearningRate, training.HeadLearningRate));
    }

    [Fact]
    public void TheDataMayDecideHowMuchIsTrained() => Assert.Equal(FreezeKind.Auto, Task(Labels + "freeze: auto").Freeze.Kind);

    [Theory]
    [InlineData(Labels, "freeze: { bottom: 4 }", 2)]
    [InlineData(Labels, "freeze: { all_but_top: 2 }", 2)]
    [InlineData(Labels, "freeze: embeddings", 6)]
    [InlineData(Labels, "phases: [{ epochs: 1, freeze: { all_but_top: 2 } }, { epochs: 1, freeze: none }]", 2)]
    [InlineData(Folder, "freeze: { bottom: 4 }", 9)]
    [InlineData(Folder, "freeze: none", 24)]
    public void AsManyLayersCanStartAnewAsLearn(string start, string freezing, int layers) =>
        Assert.Equal(layers, Task($"{start}{freezing}\ntraining: {{ reinitialize: {layers} }}").Training.ReinitializedLayers);

    private static TaskDefinition Task(string spec)
    {
        var run = GeneratorRun.OfSpec(spec);
        Assert.Empty(run.Diagnostics);
        return (TaskDefinition)LoadedCode.Of(run).Property("Contoso.MoodDefinition", "Task");
    }
}
