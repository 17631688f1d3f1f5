using CodegenBert.Modeling;
using CodegenBert.Modeling.Products;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Modeling.Products;

/// <summary>A linear layer's derivatives by kernels, beside libtorch's in double precision.</summary>
public sealed class LinearFunctionTests
{
    /// <summary>Rows that fill eights and blocks, and that do not; a weight all of which, or none of which, is trained; an input that nothing is trained under.</summary>
    [KernelTheory]
    [InlineData(1, 16, 16, true, true)]
    [InlineData(7, 48, 32, true, true)]
    [InlineData(64, 16, 48, true, true)]
    [InlineData(101, 384, 96, true, true)]
    [InlineData(101, 384, 96, false, true)]
    [InlineData(101, 384, 96, true, false)]
    public void Derivatives_are_those_of_double_precision(int rows, int inputs, int outputs, bool ofInput, bool ofWeight)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(7);
        Tensor x = randn(2, rows, inputs, generator: generator), weight = randn(outputs, inputs, generator: generator), bias = randn(outputs, generator: generator), ofOutput = randn(2, rows, outputs, generator: generator);
        (Tensor exact, Tensor[] expected) = Differentiate(float64, leaves => nn.functional.linear(leaves[0], leaves[1], leaves[2]));
        (Tensor product, Tensor[] actual) = Differentiate(float32, leaves =>
        {
            using var packed = new PackedMatrix(leaves[1]);
            return LinearFunction.Of(leaves[0], leaves[1], leaves[2], packed);
        });

        AssertNear(exact, product);
        Assert.Equal((ofInput ? 1 : 0) + (ofWeight ? 2 : 0), actual.Length);
        Assert.All(expected.Zip(actual), pair => AssertNear(pair.First, pair.Second));

        (Tensor Output, Tensor[] Gradients) Differentiate(ScalarType type, Func<Tensor[], Tensor> function)
        {
            Tensor[] leaves = [Leaf(x, ofInput), Leaf(weight, ofWeight), Leaf(bias, ofWeight)];
            Tensor output = function(leaves);
            return (output.detach(), BackwardPass.Gradients(output, [.. leaves.Where(leaf => leaf.requires_grad)], ofOutput.to(type)));

            Tensor Leaf(Tensor values, bool isTrained) => values.detach().to(type, copy: true).requires_grad_(isTrained);
        }

        static void AssertNear(Tensor expected, Tensor actual)
        {
            Assert.Equal(expected.shape, actual.shape);
            Assert.InRange((actual.to(float64) - expected).abs().max().item<double>(), 0, 2e-6 * expected.norm().item<double>());
        }
    }

    [KernelFact]
    public void A_gradient_with_other_strides_is_taken_as_it_is()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(5, 32).requires_grad_(true), weight = randn(16, 32).requires_grad_(true), bias = zeros(16), ofOutput = randn(16, 5).t();
        using var packed = new PackedMatrix(weight);

        Tensor[] actual = BackwardPass.Gradients(LinearFunction.Of(x, weight, bias, packed), [x, weight], ofOutput);

        Assert.True(matmul(ofOutput, weight).allclose(actual[0], 1e-4, 1e-5));
        Assert.True(matmul(ofOutput.t(), x).allclose(actual[1], 1e-4, 1e-5));
    }

    [KernelFact]
    public void Nothing_that_it_makes_outlives_a_pass()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(40, 48).requires_grad_(true), weight = randn(48, 48).requires_grad_(true), bias = zeros(48).requires_grad_(true), ofOutput = randn(40, 48);
        using var packed = new PackedMatrix(weight);
        Pass();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 2000; i++)
        {
            Pass();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Pass()
        {
            using DisposeScope ofPass = NewDisposeScope();
            Tensor output = LinearFunction.Of(LinearFunction.Of(x, weight, bias, packed), weight, bias, packed);
            _ = BackwardPass.Gradients(output, [x, weight, bias], ofOutput);
        }
    }
}
