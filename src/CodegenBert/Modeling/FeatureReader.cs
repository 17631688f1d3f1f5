using CodegenBert.Tasks;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>Collects, while the encoder runs, the pooled vectors that the head reads. The pooler's dense layer is applied later: here it is [CLS].</summary>
/// <param name="plan">What the head reads.</param>
/// <param name="allPositions">Whether each layer runs for all positions even where [CLS] is all that is read.</param>
internal sealed class FeatureReader(FeaturePlan plan, bool allPositions = false)
{
    private readonly List<Tensor> _read = [];

    /// <summary>The vectors so far, each (B, d).</summary>
    public IReadOnlyList<Tensor> Features => _read;

    /// <summary>Whether the layer's output is needed for [CLS] alone.</summary>
    public bool NeedsOnlyFirstPosition(int layer) => !allPositions && layer == plan.Top && plan.TopNeedsOnlyFirstPosition;

    /// <summary>Reads the hidden state of a depth, if the head wants it. (B, S, d)</summary>
    public void Read(Tensor hidden, int depth, SequenceMask mask)
    {
        foreach (Feature feature in plan.Features)
        {
            if (feature.Layer == depth)
            {
                _read.Add(Pool(hidden, feature.Pooling, mask));
            }
        }
    }

    private static Tensor Pool(Tensor hidden, Pooling pooling, SequenceMask mask) => pooling switch // (B, S, d) -> (B, d)
    {
        Pooling.Mean => Sum(hidden, mask) / tensor(mask.Lengths.Select(length => (float)length).ToArray(), mask.Lengths.Count, 1).to(hidden.device),
        Pooling.Sum => Sum(hidden, mask),
        _ => hidden.select(1, 0),
    };

    private static Tensor Sum(Tensor hidden, SequenceMask mask) =>
        (mask.Tokens is null ? hidden : hidden * mask.Tokens).sum(1);
}
