using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Modeling;

/// <summary>
/// The encoder's products in bfloat16, on any processor. Its numbers have 8 significant bits: each rounding is wrong by 2^-9 (0.2 %) at most, and of the four layers'
/// worth of roundings in a tiny model's gradient a few per cent can remain.
/// </summary>
public sealed class PrecisionTests(TinyEncoder encoder, ITestOutputHelper output) : IClassFixture<TinyEncoder>
{
    private const double FeatureTolerance = 0.02, GradientTolerance = 0.05;

    [Theory]
    [InlineData("none")]
    [InlineData("embeddings")]
    [InlineData("bottom: 1")]
    [InlineData("all")]
    public void Gradients_are_those_of_float32_but_for_rounding(string freeze)
    {
        TinyGradients exact = TinyGradients.Of(encoder, freeze), rounded = TinyGradients.Of(encoder, freeze, precision: Precision.BFloat16);
        double difference = rounded.DifferenceFrom(exact);
        output.WriteLine($"freeze: {freeze}: {difference:P2}");

        Assert.InRange(difference, 1e-6, GradientTolerance);
        Assert.InRange(rounded.Loss, exact.Loss * 0.99, exact.Loss * 1.01);
        Assert.Equal(exact.DropoutPosition, rounded.DropoutPosition);
    }

    [Fact]
    public void What_the_head_reads_is_float32_and_that_of_float32_but_for_rounding()
    {
        using DisposeScope scope = NewDisposeScope();
        using SequenceClassifier model = encoder.Model(TinyTask.Sentiment());
        Tensor exact = Features(model);
        model.Precision = Precision.BFloat16;
        Tensor rounded = Features(model);

        Assert.Equal(ScalarType.Float32, rounded.dtype);
        Assert.InRange(((rounded - exact).norm() / exact.norm()).item<float>(), 1e-6, FeatureTolerance);
        model.Precision = Precision.Float32;
        Assert.True(Features(model).equal(exact).all().item<bool>());
    }

    [Fact]
    public void The_weights_themselves_stay_in_float32()
    {
        using DisposeScope scope = NewDisposeScope();
        using SequenceClassifier model = encoder.Model(TinyTask.Sentiment());
        model.Precision = Precision.BFloat16;

        Assert.All(model.Parameters.All, parameter => Assert.Equal(ScalarType.Float32, parameter.Value.dtype));
        Assert.All(model.Parameters.All, parameter => Assert.Equal(Layer(parameter) ? ScalarType.BFloat16 : ScalarType.Float32, parameter.Operand.dtype));

        static bool Layer(ModelParameter parameter) => parameter.Name.StartsWith("encoder.layer.", StringComparison.Ordinal) && !parameter.Name.Contains("LayerNorm", StringComparison.Ordinal);
    }

    /// <summary>The rounded copy of a weight is kept from pass to pass: it must not outlive the weight's values.</summary>
    [Fact]
    public void A_weight_that_is_written_or_stepped_is_rounded_anew()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        using SequenceClassifier model = encoder.Model(TinyTask.Sentiment(new FreezePlan(FreezeKind.All)));
        model.Precision = Precision.BFloat16;
        ModelParameter weight = model.Parameters["encoder.layer.1.output.dense.weight"];
        Tensor kept = weight.Operand;
        Assert.Same(kept, weight.Operand);

        weight.Write(full_like(weight.Value, 3));
        Assert.Equal(3, weight.Operand.max().to(ScalarType.Float32).item<float>());

        weight.Trained = true;
        Assert.True(weight.Operand.requires_grad && weight.Operand.is_leaf);
        weight.Value.fill_(5);
        weight.HasChanged(); // as an optimiser says
        Assert.Equal(5, weight.Operand.max().to(ScalarType.Float32).item<float>());
        weight.Trained = false;
        Assert.Equal(5, weight.Operand.max().to(ScalarType.Float32).item<float>());
        Assert.False(weight.Operand.requires_grad);
    }

    [Fact]
    public void A_model_computes_in_one_of_two_precisions()
    {
        using SequenceClassifier model = encoder.Model(TinyTask.Sentiment());

        Assert.Throws<ArgumentOutOfRangeException>(() => model.Precision = Precision.Auto);
    }

    private Tensor Features(SequenceClassifier model)
    {
        using IDisposable evaluation = no_grad();
        using var batch = new TokenBatch(TinyTask.Encode(encoder, TinyTask.Sentiment(), "a good film", "it was not a very dull and grim book , so fine"), 0, CPU);
        return model.Features(batch, Dropout.None);
    }
}
