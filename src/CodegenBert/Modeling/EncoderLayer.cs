using CodegenBert.Checkpoints.Families;
using CodegenBert.Modeling.Products;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>One transformer layer: attention and feed-forward, each with a residual and LayerNorm behind it (Vaswani et al. 2017, section 3.1).</summary>
internal sealed class EncoderLayer
{
    private readonly EncoderConfiguration _configuration;
    private readonly LayerParts _parts;
    private readonly LayerKernel _kernel;

    /// <summary>Builds the parts over the parameters.</summary>
    public EncoderLayer(ParameterSet parameters, string name, EncoderConfiguration configuration)
    {
        _configuration = configuration;
        _parts = new(parameters, name, configuration);
        _kernel = new(_parts, configuration);
        Parameters = [.. parameters.All.Where(parameter => parameter.Name.StartsWith($"{name}.", StringComparison.Ordinal))];
    }

    /// <summary>All parameters of the layer.</summary>
    public IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>
    /// Whether, without derivatives, what is said of a row has the same bits whatever rows of the same length are beside it: so by <see cref="LayerKernel"/>. The last bits of libtorch's products change with
    /// the number of rows.
    /// </summary>
    public bool RowsAreIndependent => _kernel.IsUsable;

    /// <summary>
    /// (B, S, d) -> (B, S, d); or (B, 1, d) if only the first position is asked for: then the keys and values of all positions are computed,
    /// and everything else for [CLS] alone.
    /// </summary>
    public Tensor Forward(Tensor hidden, SequenceMask mask, Dropout dropout, bool firstPositionOnly)
    {
        if (!is_grad_enabled() && !dropout.IsActive && _kernel.IsUsable)
        {
            return _kernel.Forward(hidden, mask.Lengths, firstPositionOnly);
        }

        using DisposeScope scope = NewDisposeScope();
        // Contiguous: else libtorch multiplies by another path, with other last bits, where the weights need no gradient (a loaded model).
        Tensor queries = firstPositionOnly ? hidden.narrow(1, 0, 1).contiguous() : hidden;      // (B, Q, d)
        Tensor context = _parts.Attention.Forward(queries, hidden, mask, dropout);              // (B, Q, d)
        Tensor attended = _parts.AttentionNorm.Forward(
            dropout.Apply(DropoutSite.AttentionOutput, _parts.AttentionOutput.Forward(context), _configuration.AttentionOutputDropout).Plus(queries));
        Tensor inner = Activate(_parts.Intermediate.Forward(attended));                         // (B, Q, intermediate)
        return _parts.OutputNorm.Forward(
            dropout.Apply(DropoutSite.FeedForwardOutput, _parts.Output.Forward(inner), _configuration.HiddenDropout).Plus(attended)).MoveToOuterDisposeScope();
    }

    private Tensor Activate(Tensor x) => _configuration.Activation switch
    {
        EncoderActivation.Gelu => nn.functional.gelu(x, inplace: false),
        EncoderActivation.GeluTanh => nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh),
        EncoderActivation.Relu => nn.functional.relu(x),
        _ => nn.functional.silu(x),
    };
}
