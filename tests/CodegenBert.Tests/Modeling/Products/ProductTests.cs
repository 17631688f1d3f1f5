using CodegenBert.Modeling;
using CodegenBert.Modeling.Products;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Modeling.Products;

/// <summary>The kernels beside libtorch's operations in double precision. Where the processor is none of those that they are written for, they are not tested: libtorch computes then.</summary>
public sealed class ProductTests
{
    /// <summary>Rows by eights, sixes, fours and ones, over one block and several; sums over one part and several; outputs in panels of each width.</summary>
    [KernelTheory]
    [InlineData(1, 16, 16)]
    [InlineData(3, 40, 16)]
    [InlineData(4, 16, 48)]
    [InlineData(11, 272, 32)]
    [InlineData(97, 384, 64)]
    [InlineData(200, 1536, 48)]
    public void A_linear_layer_is_that_of_double_precision(int rows, int inputs, int outputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(7);
        Tensor x = randn(rows, inputs, generator: generator), weight = randn(outputs, inputs, generator: generator), bias = randn(outputs, generator: generator);
        Tensor exact = nn.functional.linear(x.to(float64), weight.to(float64), bias.to(float64));
        double error = (Linear(x, weight, bias).to(float64) - exact).abs().max().item<double>();
        Assert.InRange(error, 0, 1e-6 * Math.Sqrt(inputs) * exact.abs().max().item<double>());
    }

    /// <summary>Each kernel, also those that this processor would not choose for the width.</summary>
    [KernelFact]
    public unsafe void Each_kernel_multiplies_rows_by_a_panel()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (PanelKernel kernel in PanelKernel.All)
        {
            Tensor x = randn(19, 300), panel = randn(300, kernel.Width), bias = randn(kernel.Width), product = empty(19, kernel.Width);
            kernel.Multiply(new((float*)Memory.Of(x), 300), 19, (float*)Memory.Of(panel), 300, (float*)Memory.Of(bias), new((float*)Memory.Of(product), kernel.Width));
            Assert.InRange((product.to(float64) - (matmul(x.to(float64), panel.to(float64)) + bias)).abs().max().item<double>(), 0, 1e-4);
        }
    }

    [KernelFact]
    public void A_row_has_the_same_bits_alone_and_in_company()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (int outputs in (int[])[16, 32, 48])
        {
            Tensor x = randn(107, 400), weight = randn(outputs, 400), bias = randn(outputs);
            float[] together = Values(Linear(x, weight, bias));
            for (int row = 0; row < 107; row++)
            {
                Assert.Equal(together[(row * outputs)..((row + 1) * outputs)], Values(Linear(x.narrow(0, row, 1), weight, bias)));
            }
        }
    }

    [KernelFact]
    public void A_view_with_other_strides_is_laid_out_like_its_copy()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(9, 32), weight = randn(32, 16).t();
        Assert.Equal(Values(Linear(x, weight.contiguous(), zeros(16))), Values(Linear(x, weight, zeros(16))));
    }

    /// <summary>Rounding of float32 and of the approximation, where the function is steep, where it is flat, and where it is cut off.</summary>
    [KernelFact]
    public unsafe void Gelu_is_that_of_double_precision()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = linspace(-8, 8, 16_000), exact = nn.functional.gelu(x.to(float64), inplace: false);
        Gelu.Apply((float*)Memory.Of(x), 16_000);
        Assert.InRange((x.to(float64) - exact).abs().max().item<double>(), 0, 1.5e-6);
    }

    /// <summary>Texts of lengths on both sides of a panel's width, padded to the longest; what lies in the padding must not be read.</summary>
    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Attention_is_that_of_double_precision_and_does_not_see_padding(bool firstPositionOnly)
    {
        const int heads = 3, size = 32, width = heads * size;
        int[] lengths = [1, 15, 16, 17, 40];
        using DisposeScope scope = NewDisposeScope();
        Tensor query = randn(lengths.Length, firstPositionOnly ? 1 : 40, width), key = randn(lengths.Length, 40, width), value = randn(lengths.Length, 40, width);
        for (int text = 0; text < lengths.Length; text++)
        {
            if (lengths[text] < 40)
            {
                key[text].narrow(0, lengths[text], 40 - lengths[text]).fill_(float.NaN);
                value[text].narrow(0, lengths[text], 40 - lengths[text]).fill_(float.NaN);
            }
        }

        Tensor context = Attend(query, key, value, lengths, heads);
        for (int text = 0; text < lengths.Length; text++)
        {
            int length = lengths[text], asking = firstPositionOnly ? 1 : length;
            Tensor[] parts = [.. new[] { query, key, value }.Select(x => x[text].narrow(0, 0, ReferenceEquals(x, query) ? asking : length).to(float64).view(-1, heads, size).transpose(0, 1))]; // (H, T, hs)
            Tensor exact = matmul(softmax(matmul(parts[0], parts[1].transpose(-2, -1)) / Math.Sqrt(size), -1), parts[2]).transpose(0, 1).reshape(asking, width);
            Assert.InRange((context[text].narrow(0, 0, asking).to(float64) - exact).abs().max().item<double>(), 0, 2e-6);
            Assert.True(asking == query.size(1) || context[text].narrow(0, asking, query.size(1) - asking).eq(0).all().item<bool>());
        }
    }

    [KernelFact]
    public unsafe void The_normalised_sum_is_that_of_double_precision()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(5, 7, 48) * 3 + 10, y = randn(5, 7, 48), weight = randn(48), bias = randn(48);
        Tensor exact = nn.functional.layer_norm(x.to(float64) + y.to(float64), [48], weight.to(float64), bias.to(float64), 1e-12);
        Tensor result = empty_like(x);
        Rows[] rows = [.. new[] { x.contiguous(), y, result }.Select(tensor => new Rows((float*)Memory.Of(tensor), 48))];
        new RowNorm(weight, bias, 1e-12).Compute(rows[0], rows[1], 35, rows[2]);
        Assert.InRange((result.to(float64) - exact).abs().max().item<double>(), 0, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Each_piece_of_shared_work_is_done_once_whoever_calls(int pieces)
    {
        for (int round = 0; round < 200; round++)
        {
            int[] first = new int[pieces], second = new int[pieces];
            Parallel.Invoke(
                () => SharedWork.Run(pieces, i => Interlocked.Increment(ref first[i])),
                () => SharedWork.Run(pieces, i => Interlocked.Increment(ref second[i])));
            Assert.All(first.Concat(second), times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void What_a_piece_throws_reaches_the_caller()
    {
        for (int round = 0; round < 50; round++)
        {
            Assert.Throws<InvalidOperationException>(() => SharedWork.Run(1000, i => _ = i % 100 == 99 ? throw new InvalidOperationException() : i));
        }
    }

    /// <summary>The panels that a model keeps are those of its weights as they are.</summary>
    [KernelFact]
    public void Panels_are_laid_out_anew_when_the_weights_have_changed()
    {
        using DisposeScope scope = NewDisposeScope();
        using var parameter = new ModelParameter("encoder.layer.0.output.dense.weight", ones(16, 16), depth: 1);
        Assert.Equal(16, First(parameter.Packed));
        parameter.Write(zeros(16, 16));
        Assert.Equal(0, First(parameter.Packed));
        parameter.Value.fill_(2);
        parameter.HasChanged();
        Assert.Equal(32, First(parameter.Packed));
    }

    private static unsafe float First(PackedMatrix ofWeights) => Enumerable.Range(0, ofWeights.Panels.Steps).Sum(step => ofWeights.Panels.At(0)[step * ofWeights.Panels.Kernel.Width]);

    /// <summary>By panels, as a layer does it.</summary>
    private static unsafe Tensor Linear(Tensor x, Tensor weight, Tensor bias)
    {
        using var packed = new PackedMatrix(weight);
        Tensor source = x.contiguous(), result = empty(x.size(0), weight.size(0));
        var product = new Product(packed.Panels, new((float*)Memory.Of(source), packed.Panels.Steps), (int)x.size(0), new((float*)Memory.Of(result), (nint)weight.size(0)), bias);
        product.Compute();
        return result;
    }

    private static unsafe Tensor Attend(Tensor query, Tensor key, Tensor value, int[] lengths, int heads)
    {
        Tensor context = zeros_like(query);
        nint[] places = [.. new[] { query, key, value, context }.Select(Memory.Of)];
        int width = (int)key.size(2), asking = (int)query.size(1), positions = (int)key.size(1);
        new BatchAttention(heads, width / heads).Compute(
            new((float*)places[0], width), new((float*)places[1], width), new((float*)places[2], width), new((float*)places[3], width), new(lengths, asking, positions));
        return context;
    }

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
