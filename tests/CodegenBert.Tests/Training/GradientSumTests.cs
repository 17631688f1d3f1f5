using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training;

/// <summary>The sums of gradients, beside libtorch's sums of float32 copies, one after the other: to the last bit.</summary>
public sealed class GradientSumTests
{
    [Theory]
    [InlineData(ScalarType.BFloat16, 1)]
    [InlineData(ScalarType.BFloat16, 3)]
    [InlineData(ScalarType.Float32, 3)]
    public void Parts_and_batches_are_added_in_their_order(ScalarType type, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        random.manual_seed(3);
        Tensor[][] first = Draw(type, count), second = Draw(type, count);
        Tensor[] expected = Sum([.. first, .. second]);

        Tensor[] actual = GradientSum.Add(GradientSum.Add([], first), second);

        Assert.All(actual, sum => Assert.Equal(ScalarType.Float32, sum.dtype));
        Assert.All(expected.Zip(actual), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void A_gradient_that_does_not_lie_in_order_is_added_by_its_indices()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor gradient = randn(40, 30).to(ScalarType.BFloat16);

        Tensor sum = GradientSum.Add([], [[gradient.t()]])[0];

        Assert.True(sum.equal(gradient.t().to(ScalarType.Float32)).all().item<bool>());
    }

    /// <summary>Of each part the gradients of a large matrix, of a vector that is no multiple of a vector register, and of one value.</summary>
    private static Tensor[][] Draw(ScalarType type, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new[] { randn(130, 77).to(type), randn(37).to(type), randn(1).to(type) })];

    private static Tensor[] Sum(Tensor[][] parts) => parts.Select(part => part.Select(gradient => gradient.to(ScalarType.Float32).clone()).ToArray()).Aggregate((sums, part) => [.. sums.Zip(part, (sum, gradient) => sum + gradient)]);
}
