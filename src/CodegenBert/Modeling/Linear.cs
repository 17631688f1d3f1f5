using CodegenBert.Modeling.Products;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// <c>y = x W^T + b</c>, W being [outputs, inputs] as in PyTorch's files; or the same for each of several models at once, W being [models, outputs, inputs] and b [models, outputs]. Here precision enters: the product is computed, and given, in the numbers
/// that <see cref="ModelParameter.Operand"/> is in; what is added, normalised or pooled after it is in float32.
/// </summary>
internal sealed class Linear(ParameterSet parameters, string name)
{
    private readonly ModelParameter _weight = parameters[$"{name}.weight"];
    private readonly ModelParameter _bias = parameters[$"{name}.bias"];

    /// <summary>(outputs)</summary>
    public Tensor Bias => _bias.Value;

    /// <summary>Whether the kernel of ours can multiply by the weights; <see cref="Forward"/> does without.</summary>
    public bool IsPackable => _weight.IsPackable;

    /// <summary>The weights as that kernel reads them.</summary>
    public PackedMatrix Packed => _weight.Packed;

    /// <summary>
    /// (..., inputs) -> (..., outputs); of several models (M, B, inputs) -> (M, B, outputs), by W x^T: the weights' gradient is dy^T x then, which MKL computes many times as fast as x^T dy with a
    /// column for each of a few labels.
    /// </summary>
    public Tensor Forward(Tensor x) => is_grad_enabled() && _weight.IsTrainedByKernel ? LinearFunction.Of(x, _weight.Operand, _bias.Operand, _weight.Packed)
        : _weight.Value.dim() == 2 ? OfRows(AsOperand(x))
        : matmul(_weight.Operand, AsOperand(x).transpose(1, 2)).transpose(1, 2).Plus(_bias.Operand.unsqueeze(1));

    /// <summary>In the numbers of the product: what several products read is rounded once.</summary>
    public Tensor AsOperand(Tensor x) => x.dtype == _weight.OperandType ? x : x.to(_weight.OperandType);

    /// <summary>All rows as one matrix: of more dimensions libtorch's C++ function, unlike Python's, adds the bias in a pass of its own.</summary>
    private Tensor OfRows(Tensor x) => x.dim() == 2
        ? nn.functional.linear(x, _weight.Operand, _bias.Operand)
        : nn.functional.linear(x.flatten(0, -2), _weight.Operand, _bias.Operand).view([.. x.shape[..^1], _bias.Value.size(0)]);
}
