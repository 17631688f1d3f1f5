namespace CodegenBert.Generators.Model;

/// <summary>Where the encoder comes from; the members are the core's.</summary>
internal enum EncoderSource
{
    Package,
    Folder,
    Hub,
}

/// <summary>The encoder that a task starts from.</summary>
/// <param name="Source">Package, folder or hub.</param>
/// <param name="Name">The package's encoder name, the folder as the spec has it, or the hub's <c>org/name</c>.</param>
/// <param name="Revision">A hub's branch, tag or commit; null for its default.</param>
/// <param name="Sha256">Of the file of weights; null if it is not pinned.</param>
internal sealed record EncoderModel(EncoderSource Source, string Name, string? Revision = null, string? Sha256 = null);
