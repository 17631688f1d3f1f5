using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary><c>y = x W^T + b</c>, W being [outputs, inputs] as in PyTorch's files.</summary>
internal sealed class Linear(ParameterSet parameters, string name)
{
    private readonly ModelParameter _weight = parameters[$"{name}.weight"];
    private readonly ModelParameter _bias = parameters[$"{name}.bias"];

    /// <summary>(..., inputs) -> (..., outputs)</summary>
    public Tensor Forward(Tensor x) => nn.functional.linear(x, _weight.Value, _bias.Value);
}
