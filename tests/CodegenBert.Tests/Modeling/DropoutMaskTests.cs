using System.Runtime.InteropServices;
using CodegenBert.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Modeling;

/// <summary>The masks: the right share of zeros, the right scale, and a value that is a function of seed, number and index alone.</summary>
public sealed class DropoutMaskTests
{
    private const int Many = 400_003; // beyond what is filled in parts, and no multiple of a vector

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_share_of_zeros_is_the_probability_and_the_rest_keeps_the_expectation(double probability)
    {
        float[] mask = Fill(Many, DropoutMask.Key(3, 0), probability);
        double share = mask.Count(value => value == 0) / (double)Many;

        Assert.InRange(share, probability - 0.005, probability + 0.005); // more than six standard deviations
        Assert.Equal(2, mask.Distinct().Count());
        Assert.Equal(1 / (1 - probability), mask.Max(), 1e-3);
        Assert.InRange(mask.Average(), 0.98, 1.02);
    }

    [Fact]
    public void Neighbours_and_masks_with_another_number_or_seed_are_independent()
    {
        float[] mask = Fill(Many, DropoutMask.Key(3, 0), 0.5);
        float[] next = Fill(Many, DropoutMask.Key(3, 1), 0.5), other = Fill(Many, DropoutMask.Key(4, 0), 0.5);

        Assert.InRange(BothZero(mask, next), 0.24, 0.26);
        Assert.InRange(BothZero(mask, other), 0.24, 0.26);
        Assert.All(Enumerable.Range(1, 40), distance => Assert.InRange(BothZero(mask[distance..], mask), 0.24, 0.26));
    }

    /// <summary>The reference knows neither vectors nor parts, so no processor, number of threads or chunk can matter.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1_000)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(Many)]
    public void A_value_depends_on_its_index_alone(int length)
    {
        ulong key = DropoutMask.Key(11, 5);

        Assert.Equal(Enumerable.Range(0, length).Select(i => Sample(key, i) >= 6554 ? 65536f / (65536 - 6554) : 0f), Fill(length, key, 0.1));
    }

    /// <summary>libtorch's rounding is the reference.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(1_000)]
    [InlineData(65_537)]
    public void A_product_in_bfloat16_is_the_rounded_product_with_the_same_mask(int length)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(length).to(ScalarType.BFloat16);
        Tensor exact = x.to(ScalarType.Float32) * tensor(Fill(length, DropoutMask.Key(5, 9), 0.1));

        Tensor product = MaskedProduct.Of(x, [DropoutMask.Key(5, 9)], 0.1);

        Assert.Equal(ScalarType.BFloat16, product.dtype);
        Assert.Equal(Values(exact.to(ScalarType.BFloat16).to(ScalarType.Float32)), Values(product.to(ScalarType.Float32)));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void A_gradient_is_multiplied_by_the_mask_that_the_values_were_multiplied_by(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(300, 400, dtype: type).requires_grad_();
        Tensor product = Dropout.Seeded(7).Apply(DropoutSite.Head, x, 0.1);

        Tensor gradient = autograd.grad([product.sum()], [x]).Single();

        Assert.Equal(type, gradient.dtype);
        Assert.Equal(Values(product.detach().to(ScalarType.Float32)), Values(gradient.to(ScalarType.Float32)));
    }

    [Fact]
    public void Set_back_to_a_position_it_draws_the_same_masks_again()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(30, 40);
        Dropout dropout = Dropout.Seeded(7);
        dropout.Apply(DropoutSite.Head, x, 0.5);
        float[] second = Values(dropout.Apply(DropoutSite.Head, x, 0.5)), third = Values(dropout.Apply(DropoutSite.Head, x, 0.5));
        Dropout again = dropout.At(1);

        Assert.Equal(second, Values(again.Apply(DropoutSite.Head, x, 0.5)));
        Assert.Equal(third, Values(again.Apply(DropoutSite.Head, x, 0.5)));
        Assert.Equal((3UL, 3UL), (again.Position, dropout.Position));
    }

    [Fact]
    public void Dropout_in_use_is_reproducible_from_the_seed_and_moves_on_with_every_mask()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(300, 400);
        Dropout first = Dropout.Seeded(7), again = Dropout.Seeded(7), other = Dropout.Seeded(8);
        float[] values = Values(first.Apply(DropoutSite.Head, x, 0.1));

        Assert.Equal(values, Values(again.Apply(DropoutSite.Embeddings, x, 0.1)));
        Assert.NotEqual(values, Values(other.Apply(DropoutSite.Head, x, 0.1)));
        Assert.NotEqual(values, Values(first.Apply(DropoutSite.Head, x, 0.1)));
        Assert.Equal(2UL, first.Position);
    }

    [Fact]
    public void Evaluation_gives_back_the_very_same_tensor()
    {
        using Tensor x = ones(3, 4);

        Assert.Same(x, Dropout.None.Apply(DropoutSite.Head, x, 0.5));
        Assert.Equal(0, Dropout.None.Applied(DropoutSite.Head));
    }

    private static float[] Fill(int length, ulong key, double probability)
    {
        float[] ones = [.. Enumerable.Repeat(1f, length)], mask = new float[length];
        DropoutMask.Multiply(ones, mask, key, 0, probability);
        return mask;
    }

    private static double BothZero(float[] a, float[] b) => a.Zip(b).Count(pair => pair.First == 0 && pair.Second == 0) / (double)a.Length;

    private static float[] Values(Tensor x) => MemoryMarshal.Cast<byte, float>(x.bytes).ToArray();

    /// <summary>The i-th 16-bit sample of SplitMix64 started at a key, as its paper has it.</summary>
    private static ushort Sample(ulong key, int i)
    {
        ulong z = unchecked(key + ((ulong)(i / 4) * 0x9E3779B97F4A7C15));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return (ushort)((z ^ (z >> 31)) >> (16 * (i % 4)));
    }
}
