using CodegenBert.Checkpoints.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>One transformer layer: attention and feed-forward, each with a residual and LayerNorm behind it (Vaswani et al. 2017, section 3.1).</summary>
internal sealed class EncoderLayer(ParameterSet parameters, string name, EncoderConfiguration configuration)
{
    private readonly SelfAttention _attention = new(parameters, $"{name}.attention.self", configuration);
    private readonly Linear _attentionOutput = new(parameters, $"{name}.attention.output.dense");
    private readonly LayerNorm _attentionNorm = new(parameters, $"{name}.attention.output.LayerNorm", configuration.LayerNormEpsilon);
    private readonly Linear _intermediate = new(parameters, $"{name}.intermediate.dense");
    private readonly Linear _output = new(parameters, $"{name}.output.dense");
    private readonly LayerNorm _outputNorm = new(parameters, $"{name}.output.LayerNorm", configuration.LayerNormEpsilon);

    /// <summary>All parameters of the layer.</summary>
    public IReadOnlyList<ModelParameter> Parameters { get; } = [.. parameters.All.Where(parameter => parameter.Name.StartsWith($"{name}.", StringComparison.Ordinal))];

    /// <summary>
    /// (B, S, d) -> (B, S, d); or (B, 1, d) if only the first position is asked for: then the keys and values of all positions are computed,
    /// and everything else for [CLS] alone.
    /// </summary>
    public Tensor Forward(Tensor hidden, SequenceMask mask, Dropout dropout, bool firstPositionOnly)
    {
        using DisposeScope scope = NewDisposeScope();
        // Contiguous: else libtorch multiplies by another path, with other last bits, where the weights need no gradient (a loaded model).
        Tensor queries = firstPositionOnly ? hidden.narrow(1, 0, 1).contiguous() : hidden;      // (B, Q, d)
        Tensor context = _attention.Forward(queries, hidden, mask, dropout);                    // (B, Q, d)
        Tensor attended = _attentionNorm.Forward(
            dropout.Apply(DropoutSite.AttentionOutput, _attentionOutput.Forward(context), configuration.AttentionOutputDropout), queries);
        Tensor inner = Activate(_intermediate.Forward(attended));                               // (B, Q, intermediate)
        return _outputNorm.Forward(
            dropout.Apply(DropoutSite.FeedForwardOutput, _output.Forward(inner), configuration.HiddenDropout), attended).MoveToOuterDisposeScope();
    }

    private Tensor Activate(Tensor x) => configuration.Activation switch
    {
        EncoderActivation.Gelu => nn.functional.gelu(x, inplace: false),
        EncoderActivation.GeluTanh => nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh),
        EncoderActivation.Relu => nn.functional.relu(x),
        _ => nn.functional.silu(x),
    };
}
