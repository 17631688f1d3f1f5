using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Training;

/// <summary>Same spec, data and seed: the same weights, bit for bit.</summary>
public sealed class ReproducibilityTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(50, seed: 1), Validation = TinyTask.Rows(20, seed: 2);

    [Theory]
    [InlineData("none")]
    [InlineData("embeddings")]
    [InlineData("all_but_top: 1")]
    [InlineData("all")]
    public void Two_runs_give_the_same_weights_bit_for_bit(string freeze) =>
        Assert.Equal(Weights(freeze, seed: 5), Weights(freeze, seed: 5));

    [Theory]
    [InlineData("none")]
    [InlineData("all_but_top: 1")]
    [InlineData("all")]
    public void Another_seed_gives_other_weights(string freeze) =>
        Assert.NotEqual(Weights(freeze, seed: 5), Weights(freeze, seed: 6));

    private byte[] Weights(string freeze, int seed)
    {
        TaskDefinition task = TinyTask.Sentiment(Freezings.Parse(freeze), new HeadDefinition { Hidden = [16] });
        using TrainingOutcome outcome = TrainerRuntime.Train(task, Train, Validation, TinyTask.Options(encoder) with { Seed = seed });
        return SavedWeights.Of(outcome.Classifier);
    }
}
