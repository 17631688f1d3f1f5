namespace CodegenBert.Generators.Model;

/// <summary>Which part of the encoder is fixed; the members are the core's.</summary>
internal enum FreezeKind
{
    None,
    Embeddings,
    Bottom,
    AllButTop,
    All,
    Auto,
}

/// <summary>How much of the encoder is fixed.</summary>
/// <param name="Kind">Which part.</param>
/// <param name="Layers">The n of bottom and all_but_top.</param>
internal sealed record FreezeModel(FreezeKind Kind, int Layers = 0)
{
    public static FreezeModel None { get; } = new(FreezeKind.None);

    /// <summary>How many of the encoder's top layers are trained; null where its number of layers, or the data, decide that.</summary>
    /// <param name="layers">The encoder's number of layers, if it is known.</param>
    public int? TrainedLayers(int? layers) => Kind switch
    {
        FreezeKind.All => 0,
        FreezeKind.AllButTop => Layers,
        FreezeKind.Bottom => layers - Layers,
        FreezeKind.Auto => null,
        _ => layers,
    };
}
