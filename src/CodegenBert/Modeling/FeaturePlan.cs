using CodegenBert.Tasks;

namespace CodegenBert.Modeling;

/// <summary>One vector that the head reads: a layer's hidden state, pooled.</summary>
internal readonly record struct Feature(int Layer, Pooling Pooling);

/// <summary>What the head reads of an encoder of so many layers: for each layer in ascending order each pooling in the spec's order, joined.</summary>
internal sealed class FeaturePlan
{
    /// <summary>Resolves the head's reading.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A layer is read that the encoder does not have.</exception>
    public FeaturePlan(HeadDefinition head, int layerCount)
    {
        Features = [.. head.Layers.Resolve(layerCount).SelectMany(layer => head.Pooling.Select(pooling => new Feature(layer, pooling)))];
        Top = Features[^1].Layer;
        TopNeedsOnlyFirstPosition = Features.Where(feature => feature.Layer == Top).All(feature => feature.Pooling is Pooling.Cls or Pooling.Pooler);
    }

    /// <summary>The vectors in the order in which they are joined.</summary>
    public IReadOnlyList<Feature> Features { get; }

    /// <summary>The highest layer that is read: those above are never run.</summary>
    public int Top { get; }

    /// <summary>Whether the highest layer is read at [CLS] alone.</summary>
    public bool TopNeedsOnlyFirstPosition { get; }

    /// <summary>Whether the encoder's pooler is used.</summary>
    public bool ReadsPooler => Features.Any(feature => feature.Pooling == Pooling.Pooler);

    /// <summary>How many of the vectors come from layers up to that depth.</summary>
    public int CountUpTo(int depth) => Features.Count(feature => feature.Layer <= depth);
}
