using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training;

/// <summary>Where a run drops values: at every site of what is trained, in every step, and nowhere else.</summary>
public sealed class DropoutTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    [Theory]
    [InlineData("none", 1, 2)]
    [InlineData("embeddings", 0, 2)]
    [InlineData("bottom: 1", 0, 1)]
    [InlineData("all_but_top: 1", 0, 1)]
    [InlineData("all", 0, 0)]
    public void Each_step_drops_once_at_the_embeddings_and_thrice_in_a_layer_where_they_are_trained_and_before_each_linear_layer_of_the_head(
        string freeze, int embeddings, int layers)
    {
        (Dropout dropout, int steps) = Run(freeze, new HeadDefinition { Hidden = [16, 8] }, withValidation: true);

        Assert.Equal(steps * embeddings, dropout.Applied(DropoutSite.Embeddings));
        Assert.Equal(steps * layers, dropout.Applied(DropoutSite.AttentionProbabilities));
        Assert.Equal(steps * layers, dropout.Applied(DropoutSite.AttentionOutput));
        Assert.Equal(steps * layers, dropout.Applied(DropoutSite.FeedForwardOutput));
        Assert.Equal(steps * 3, dropout.Applied(DropoutSite.Head));
        Assert.Equal((ulong)(steps * (embeddings + (3 * layers) + 3)), dropout.Position);
    }

    [Fact]
    public void Scoring_the_validation_rows_drops_nothing() =>
        Assert.Equal(Run("none", new HeadDefinition(), withValidation: false).Dropout.Position, Run("none", new HeadDefinition(), withValidation: true).Dropout.Position);

    [Fact]
    public void Layers_above_the_highest_one_read_are_not_run_and_drop_nothing()
    {
        (Dropout dropout, int steps) = Run("none", new HeadDefinition { Layers = LayerSelection.Of(1) }, withValidation: false);

        Assert.Equal(steps, dropout.Applied(DropoutSite.AttentionOutput));
    }

    [Fact]
    public void A_logistic_regression_has_one_site_and_a_dropout_of_zero_none()
    {
        (Dropout with, int steps) = Run("all", new HeadDefinition(), withValidation: false);
        (Dropout without, _) = Run("all", new HeadDefinition { Dropout = 0 }, withValidation: false);

        Assert.Equal(steps, with.Applied(DropoutSite.Head));
        Assert.Equal(0UL, without.Position);
    }

    private (Dropout Dropout, int Steps) Run(string freeze, HeadDefinition head, bool withValidation)
    {
        TaskDefinition task = TinyTask.Sentiment(Freezings.Parse(freeze), head);
        using SequenceClassifier model = encoder.Model(task);
        EncodedRows train = TinyTask.Encode(encoder, task, TinyTask.Rows(20, seed: 1));
        using var run = new FineTuning(model, task, Recipe.From(task, TinyTask.Options(encoder), train.Targets, withValidation), new RunContext());
        EncodedRows? validation = withValidation ? TinyTask.Encode(encoder, task, TinyTask.Rows(9, seed: 2)) : null;
        TrainingReport report = run.Run(train, validation, keepBestEpoch: true);
        Assert.Equal(9, report.Steps); // 3 epochs of 20 rows by 8
        return (run.Dropout, report.Steps);
    }
}
