namespace CodegenBert.Generators.Model;

/// <summary>Which part of the encoder is fixed; the members are the core's.</summary>
internal enum FreezeKind
{
    None,
    Embeddings,
    Bottom,
    AllButTop,
    All,
}

/// <summary>How much of the encoder is fixed.</summary>
/// <param name="Kind">Which part.</param>
/// <param name="Layers">The n of bottom and all_but_top.</param>
internal sealed record FreezeModel(FreezeKind Kind, int Layers = 0)
{
    public static FreezeModel None { get; } = new(FreezeKind.None);
}
