namespace CodegenBert.Tasks;

/// <summary>Which part of the encoder is fixed during training.</summary>
public enum FreezeKind
{
    /// <summary>Nothing: full fine-tuning.</summary>
    None = 0,

    /// <summary>The embeddings.</summary>
    Embeddings = 1,

    /// <summary>The embeddings and the first n layers.</summary>
    Bottom = 2,

    /// <summary>All but the top n layers.</summary>
    AllButTop = 3,

    /// <summary>The whole encoder: only the head learns.</summary>
    All = 4,

    /// <summary>As much as the data call for, found by trying: the cheapest freezing that no other beats by more than the noise.</summary>
    Auto = 5,
}

/// <summary>How much of the encoder is fixed. What is fixed is run once per text, in evaluation mode, and its output remembered.</summary>
/// <param name="Kind">Which part.</param>
/// <param name="Layers">The n of <see cref="FreezeKind.Bottom"/> and <see cref="FreezeKind.AllButTop"/>; else 0.</param>
public sealed record FreezePlan(FreezeKind Kind, int Layers = 0)
{
    /// <summary>Full fine-tuning.</summary>
    public static FreezePlan None { get; } = new(FreezeKind.None);

    /// <summary>Number of <see cref="FrozenLayers"/> that says that not even the embeddings are fixed.</summary>
    public const int NothingFrozen = -1;

    /// <summary>
    /// The boundary for an encoder of <paramref name="layerCount"/> layers: <see cref="NothingFrozen"/>, 0 for the embeddings alone,
    /// k for the embeddings and k layers.
    /// </summary>
    /// <param name="layerCount">The encoder's number of layers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan names more layers than there are.</exception>
    public int FrozenLayers(int layerCount)
    {
        if (Layers < 0 || Layers > layerCount)
        {
            throw new ArgumentOutOfRangeException(nameof(layerCount), layerCount, $"freeze: {this} names more layers than the encoder's {layerCount}.");
        }

        return Kind switch
        {
            FreezeKind.None => NothingFrozen,
            FreezeKind.Embeddings => 0,
            FreezeKind.Bottom => Layers,
            FreezeKind.AllButTop => layerCount - Layers,
            _ => layerCount,
        };
    }

    /// <summary>As the spec writes it.</summary>
    public override string ToString() => Kind switch
    {
        FreezeKind.None => "none",
        FreezeKind.Embeddings => "embeddings",
        FreezeKind.Bottom => $"{{ bottom: {Layers} }}",
        FreezeKind.AllButTop => $"{{ all_but_top: {Layers} }}",
        FreezeKind.Auto => "auto",
        _ => "all",
    };
}
