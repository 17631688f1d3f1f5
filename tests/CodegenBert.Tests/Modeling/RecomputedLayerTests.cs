using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Modeling;

/// <summary>Activations that are computed again are the same, and so are the gradients, bit for bit.</summary>
public sealed class RecomputedLayerTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(30, seed: 1), Validation = TinyTask.Rows(10, seed: 2);

    public static TheoryData<string, Precision, bool> Models
    {
        get
        {
            var models = new TheoryData<string, Precision, bool>();
            foreach (string freeze in (string[])["none", "embeddings", "bottom: 1", "all_but_top: 1", "all"])
            {
                models.Add(freeze, Precision.Float32, false);
                models.Add(freeze, Precision.Float32, true);
                models.Add(freeze, Precision.BFloat16, false);
            }

            return models;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_gradients_with_dropout_are_those_of_kept_activations(string freeze, Precision precision, bool readsAllLayers)
    {
        HeadDefinition head = readsAllLayers ? new() { Pooling = [Pooling.Cls, Pooling.Mean], Layers = LayerSelection.Of(0, 1, 2) } : new();
        TinyGradients kept = TinyGradients.Of(encoder, freeze, head, precision), again = TinyGradients.Of(encoder, freeze, head, precision, recomputes: true);

        Assert.Equal(kept.Loss, again.Loss);
        Assert.Equal(kept.DropoutPosition, again.DropoutPosition);
        Assert.Equal(kept.Values.Keys, again.Values.Keys);
        Assert.All(kept.Values, gradient => Assert.Equal(gradient.Value, again.Values[gradient.Key]));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("all_but_top: 1")]
    public void So_are_the_weights_of_a_whole_run(string freeze) =>
        Assert.Equal(Weights(freeze, checkpointing: false), Weights(freeze, checkpointing: true));

    private byte[] Weights(string freeze, bool checkpointing)
    {
        TinyOptions options = TinyTask.Options(encoder) with { Checkpointing = checkpointing };
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(Freezings.Parse(freeze)), Train, Validation, options);
        return SavedWeights.Of(outcome.Classifier);
    }
}
