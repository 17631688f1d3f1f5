namespace CodegenBert.Tasks;

/// <summary>Where a spec's encoder comes from.</summary>
public enum EncoderSource
{
    /// <summary>An encoder package's name: its files lie in <c>encoders/NAME</c> beside the application.</summary>
    Package = 0,

    /// <summary>A folder in Hugging Face's layout; a relative one is taken from the application's base directory.</summary>
    Folder = 1,

    /// <summary>A repository of the Hugging Face Hub, <c>org/name</c>: its files are read from the local cache, or downloaded into it when they are first needed.</summary>
    Hub = 2,
}

/// <summary>The pretrained encoder that a task starts from.</summary>
/// <param name="Source">Package, folder or hub.</param>
/// <param name="Name">The package's encoder name, the folder's path as the spec has it, or the hub's <c>org/name</c>.</param>
public sealed record EncoderReference(EncoderSource Source, string Name)
{
    /// <summary>The branch, tag or commit (40 hexadecimal digits) of a hub's encoder; null for <c>main</c>. A package and a folder have none.</summary>
    public string? Revision { get; init; }

    /// <summary>The SHA-256 that the file of weights must have, 64 hexadecimal digits; null takes it as it is.</summary>
    public string? Sha256 { get; init; }
}
