using CodegenBert.Modeling;
using CodegenBert.Modeling.Products;
using CodegenBert.Tests.Tiny;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Modeling.Products;

/// <summary>Attention and its derivatives by kernels, beside libtorch's operations in double precision.</summary>
public sealed class AttentionFunctionTests
{
    private const double Probability = 0.25;

    /// <summary>Texts without padding and with, one token among them; [CLS] alone; heads of one panel and of several; with and without dropout.</summary>
    [KernelTheory]
    [InlineData(16, false, false, new[] { 5, 5 })]
    [InlineData(32, false, true, new[] { 1, 19, 7 })]
    [InlineData(64, false, true, new[] { 70, 33 })]
    [InlineData(48, true, true, new[] { 9, 50 })]
    public void Derivatives_are_those_of_double_precision(int size, bool firstOnly, bool drops, int[] lengths)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(7);
        const int heads = 2;
        int texts = lengths.Length, positions = lengths.Max(), asking = firstOnly ? 1 : positions, width = heads * size;
        Tensor real = stack([.. lengths.Select(length => arange(positions) < length)]);                             // (B, S)
        Tensor q = randn(texts, asking, width, generator: generator), k = randn(texts, positions, width, generator: generator), v = randn(texts, positions, width, generator: generator);
        Tensor ofContext = randn(texts, asking, width, generator: generator) * real.narrow(1, 0, asking).unsqueeze(2); // nothing reads padding
        DropoutDraw? dropped = drops ? new(DropoutMask.Key(1, 2), Probability) : null;

        Tensor[] expected = Differentiate([.. new[] { q, k, v }.Select(x => x.to(float64))], ofContext.to(float64), leaves => Explicit(leaves, real, MaskOf(dropped, lengths, heads, asking, size)));
        Tensor[] actual = Differentiate([q, k, v], ofContext, leaves => AttentionFunction.Of(leaves[0], leaves[1], leaves[2], new(heads, size), lengths, dropped));

        Assert.All(expected.Zip(actual), pair =>
        {
            Assert.Equal(pair.First.shape, pair.Second.shape);
            Assert.InRange((pair.Second.to(float64) - pair.First).abs().max().item<double>(), 0, 2e-6 * pair.First.norm().item<double>());
        });

        Tensor[] Differentiate(Tensor[] values, Tensor gradient, Func<Tensor[], Tensor> function)
        {
            Tensor[] leaves = [.. values.Select(x => x.detach().clone().requires_grad_(true))];
            Tensor context = function(leaves);
            return [context.detach() * real.narrow(1, 0, asking).unsqueeze(2), .. BackwardPass.Gradients(context, leaves, gradient)];
        }

        Tensor Explicit(Tensor[] leaves, Tensor isReal, Tensor mask)
        {
            Tensor[] split = [.. leaves.Select(x => x.view(texts, -1, heads, size).transpose(1, 2))];                // (B, H, T, hs)
            Tensor scores = matmul(split[0], split[1].transpose(-2, -1)) / Math.Sqrt(size);
            Tensor probabilities = softmax(scores.masked_fill(isReal.logical_not().view(texts, 1, 1, positions), double.NegativeInfinity), -1) * mask;
            return matmul(probabilities, split[2]).transpose(1, 2).flatten(2);
        }
    }

    [KernelFact]
    public void In_bfloat16_it_is_float32s_of_the_rounded_values_rounded()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] rounded = [.. Enumerable.Range(0, 3).Select(_ => randn(2, 11, 32).to(ScalarType.BFloat16))];
        Tensor exact = AttentionFunction.Of(rounded[0].to(float32), rounded[1].to(float32), rounded[2].to(float32), new(2, 16), [11, 4], null);

        Tensor actual = AttentionFunction.Of(rounded[0], rounded[1], rounded[2], new(2, 16), [11, 4], null);

        Assert.True(exact.to(ScalarType.BFloat16).HasSameValues(actual));
    }

    /// <summary>The mask as the kernel lays it out: for each head of each text its real queries, each as long as whole panels. (B, H, Q, S)</summary>
    private static Tensor MaskOf(DropoutDraw? dropped, int[] lengths, int heads, int asking, int size)
    {
        int positions = lengths.Max(), panel = PanelKernel.For(size)!.Width, ofHead = asking * Whole(positions);
        Tensor mask = ones(lengths.Length, heads, asking, positions, dtype: float64);
        for (int block = 0; dropped is { } draw && block < lengths.Length * heads; block++)
        {
            (int text, int head) = Math.DivRem(block, heads);
            int length = lengths[text], width = Whole(length), queries = Math.Min(asking, length);
            float[] kept = [.. Enumerable.Repeat(1f, queries * width)];
            DropoutMask.Multiply(kept.AsSpan(), kept.AsSpan(), draw.Key, (long)block * ofHead, draw.Probability);
            mask[text, head].narrow(0, 0, queries).narrow(1, 0, length).copy_(tensor(kept).view(queries, width).narrow(1, 0, length));
        }

        return mask;

        int Whole(int keys) => (keys + panel - 1) / panel * panel;
    }
}
