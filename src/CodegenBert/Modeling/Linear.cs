using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// <c>y = x W^T + b</c>, W being [outputs, inputs] as in PyTorch's files; or the same for each of several models at once, W being [models, outputs, inputs]
/// and b [models, outputs].
/// </summary>
internal sealed class Linear(ParameterSet parameters, string name)
{
    private readonly ModelParameter _weight = parameters[$"{name}.weight"];
    private readonly ModelParameter _bias = parameters[$"{name}.bias"];

    /// <summary>(..., inputs) -> (..., outputs); of several models (M, B, inputs) -> (M, B, outputs)</summary>
    public Tensor Forward(Tensor x) => _weight.Value.dim() == 2
        ? nn.functional.linear(x, _weight.Value, _bias.Value)
        : matmul(x, _weight.Value.transpose(1, 2)) + _bias.Value.unsqueeze(1);
}
