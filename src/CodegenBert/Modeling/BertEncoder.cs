using CodegenBert.Checkpoints.Families;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// The encoder: embeddings, then layers. A hidden state has a depth: 0 is the embeddings' output, n that of the n-th layer. It can be run
/// from any depth to any other, which is how a frozen bottom is run once and the rest again and again.
/// </summary>
internal sealed class BertEncoder
{
    private readonly Embeddings _embeddings;
    private readonly EncoderLayer[] _layers;

    /// <summary>Builds the parts over the parameters.</summary>
    public BertEncoder(ParameterSet parameters, EncoderConfiguration configuration)
    {
        _embeddings = new Embeddings(parameters, configuration);
        _layers = [.. Enumerable.Range(0, configuration.Layers).Select(i => new EncoderLayer(parameters, $"encoder.layer.{i}", configuration))];
    }

    /// <summary>Whether layers that a gradient goes through are run again in the backward pass, in place of keeping their activations.</summary>
    public bool RecomputesLayers { get; set; }

    /// <summary>Whether the layers up to a depth are all such as <see cref="EncoderLayer.RowsAreIndependent"/> says.</summary>
    public bool RowsAreIndependent(int until) => _layers.Take(until).All(layer => layer.RowsAreIndependent);

    /// <summary>The hidden state at depth 0. (B, S, d)</summary>
    public Tensor Embed(TokenBatch batch, Dropout dropout, LookedUpRows? lookedUp = null) => _embeddings.Forward(batch, dropout, lookedUp);

    /// <summary>Runs the layers above <paramref name="depth"/> up to <paramref name="until"/> and shows each hidden state to the reader.</summary>
    /// <param name="hidden">The hidden state at <paramref name="depth"/>. (B, S, d)</param>
    /// <param name="mask">Which positions are real.</param>
    /// <param name="depth">Where to begin.</param>
    /// <param name="until">Where to end.</param>
    /// <param name="dropout">Of the layers that are run.</param>
    /// <param name="reader">Reads the hidden states on the way; knows whether the last one is needed for [CLS] alone.</param>
    public Tensor Run(Tensor hidden, SequenceMask mask, int depth, int until, Dropout dropout, FeatureReader reader)
    {
        for (int layer = depth + 1; layer <= until; layer++)
        {
            bool firstPositionOnly = reader.NeedsOnlyFirstPosition(layer);
            hidden = RecomputesLayers && is_grad_enabled()
                ? RecomputedLayer.Forward(_layers[layer - 1], hidden, mask, dropout, firstPositionOnly)
                : _layers[layer - 1].Forward(hidden, mask, dropout, firstPositionOnly);
            reader.Read(hidden, layer, mask);
        }

        return hidden;
    }
}
