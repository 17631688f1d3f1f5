using CodegenBert.Tasks;

namespace CodegenBert.Tests.Tiny;

/// <summary>Every way to freeze the tiny encoder, by its name in a spec.</summary>
internal static class Freezings
{
    public static FreezePlan Parse(string text) => text switch
    {
        "none" => FreezePlan.None,
        "embeddings" => new(FreezeKind.Embeddings),
        "bottom: 1" => new(FreezeKind.Bottom, 1),
        "all_but_top: 1" => new(FreezeKind.AllButTop, 1),
        "all" => new(FreezeKind.All),
        "auto" => new(FreezeKind.Auto),
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "Not a freezing."),
    };
}
