namespace CodegenBert.Tasks;

/// <summary>Where a spec's encoder comes from.</summary>
public enum EncoderSource
{
    /// <summary>An encoder package's name: its files lie in <c>encoders/NAME</c> beside the application.</summary>
    Package = 0,

    /// <summary>A folder in Hugging Face's layout; a relative one is taken from the application's base directory.</summary>
    Folder = 1,
}

/// <summary>The pretrained encoder that a task starts from.</summary>
/// <param name="Source">Package or folder.</param>
/// <param name="Name">The package's encoder name, or the folder's path as the spec has it.</param>
public sealed record EncoderReference(EncoderSource Source, string Name)
{
    /// <summary>The folder with the encoder's files on this machine.</summary>
    public string ResolveFolder() => Source switch
    {
        EncoderSource.Package => Path.Combine(AppContext.BaseDirectory, "encoders", Name),
        _ => Path.GetFullPath(Name, AppContext.BaseDirectory),
    };
}
