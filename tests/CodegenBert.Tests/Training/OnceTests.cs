using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Representations;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training;

/// <summary>Frozen means free: what is frozen sees each text once in the whole run.</summary>
public sealed class OnceTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private const int Epochs = 3;
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(41, seed: 1), Validation = TinyTask.Rows(15, seed: 2);

    [Theory]
    [InlineData("embeddings")]
    [InlineData("bottom: 1")]
    [InlineData("all_but_top: 1")]
    [InlineData("all")]
    public void The_frozen_part_sees_each_row_of_both_sets_in_the_first_epoch_and_none_later(string freeze)
    {
        TrainingReport report = Run(freeze, Validation);

        Assert.Equal(Epochs, report.Epochs.Count);
        Assert.Equal(Passes(1, Train, Validation), report.Epochs[0].FrozenPasses);
        Assert.All(report.Epochs.Skip(1), epoch => Assert.Equal(default, epoch.FrozenPasses));
        Assert.Equal(Passes(1, Train, Validation), report.FrozenPasses);
    }

    [Fact]
    public void Without_validation_data_the_frozen_part_sees_the_training_rows_alone() =>
        Assert.Equal(Passes(1, Train), Run("all", null).FrozenPasses);

    [Fact]
    public void Where_nothing_is_frozen_nothing_passes_through_a_frozen_part() =>
        Assert.All(Run("none", Validation).Epochs, epoch => Assert.Equal(default, epoch.FrozenPasses));

    [Theory]
    [InlineData("none")]
    [InlineData("embeddings")]
    [InlineData("bottom: 1")]
    [InlineData("all_but_top: 1")]
    public void The_trained_part_sees_each_row_once_in_every_epoch(string freeze)
    {
        TrainingReport report = Run(freeze, Validation);

        Assert.All(report.Epochs, epoch => Assert.Equal(Passes(1, Train, Validation), epoch.TrainedPasses));
        Assert.Equal(Passes(1, Validation), report.ConfidencePasses);
        Assert.Equal(Passes(Epochs, Train, Validation) + Passes(1, Validation), report.TrainedPasses);
    }

    [Fact]
    public void Where_all_is_frozen_nothing_passes_through_a_trained_part_of_the_encoder() =>
        Assert.Equal(default, Run("all", Validation).TrainedPasses);

    /// <summary>The counts are the run's own word. This is the proof: frozen weights that are no numbers change nothing once the texts have passed through them.</summary>
    [Theory]
    [InlineData("embeddings")]
    [InlineData("bottom: 1")]
    [InlineData("all")]
    public void After_the_pass_nothing_reads_the_frozen_weights(string freeze) =>
        Assert.Equal(LossesOfAnEpoch(freeze, breakFrozenWeights: false), LossesOfAnEpoch(freeze, breakFrozenWeights: true));

    private double[] LossesOfAnEpoch(string freeze, bool breakFrozenWeights)
    {
        TaskDefinition task = TinyTask.Sentiment(Freezings.Parse(freeze));
        EncodedRows rows = TinyTask.Encode(encoder, task, Train);
        using SequenceClassifier model = encoder.Model(task);
        using var store = new RepresentationStore(model, CPU);
        StoredRows stored = store.Of(rows.Inputs.Windows);
        if (breakFrozenWeights)
        {
            using DisposeScope scope = NewDisposeScope();
            foreach (ModelParameter parameter in model.Parameters.All.Where(parameter => !parameter.Trained))
            {
                parameter.Value.fill_(float.NaN);
            }
        }

        var recipe = Recipe.From(task, TinyTask.Options(encoder), rows.Targets, hasValidation: false);
        using var optimizer = new FusedAdamW(recipe.Groups(model));
        using var loss = new CrossEntropy(null, 0, CPU);
        var step = new TrainingStep(stored, rows, optimizer, loss, Dropout.Seeded(1), recipe.MaxGradNorm);
        return [.. BatchPlanner.PlanEpoch(stored.Lengths, recipe.BatchSize, recipe.Seed, 1).Select(batch => step.Run([batch], 1).Loss)];
    }

    private TrainingReport Run(string freeze, IReadOnlyList<LabeledTexts>? validation)
    {
        TaskDefinition task = TinyTask.Sentiment(Freezings.Parse(freeze));
        using TrainingOutcome outcome = TrainerRuntime.Train(task, Train, validation, TinyTask.Options(encoder) with { Epochs = Epochs });
        return outcome.Report;
    }

    private EncoderPasses Passes(int times, params IReadOnlyList<LabeledTexts>[] sets)
    {
        int[] lengths = [.. sets.SelectMany(set => TinyTask.Encode(encoder, TinyTask.Sentiment(), set).Lengths)];
        return new(times * lengths.Length, times * lengths.Sum());
    }
}
