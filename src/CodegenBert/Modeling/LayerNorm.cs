using CodegenBert.Modeling.Products;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>Layer normalisation over the last dimension (Ba et al. 2016).</summary>
internal sealed class LayerNorm(ParameterSet parameters, string name, double epsilon)
{
    private readonly ModelParameter _weight = parameters[$"{name}.weight"];
    private readonly ModelParameter _bias = parameters[$"{name}.bias"];

    /// <summary>The same of a sum, without derivatives, by a kernel of ours.</summary>
    public RowNorm Kernel => new(_weight.Value, _bias.Value, epsilon);

    /// <summary>(..., d) -> (..., d)</summary>
    public Tensor Forward(Tensor x) => nn.functional.layer_norm(x, [x.size(-1)], _weight.Value, _bias.Value, epsilon);
}
