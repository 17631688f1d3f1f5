namespace CodegenBert.Training;

/// <summary>
/// Where what frozen layers say of texts is remembered beyond a run, for other epochs, seeds, folds, runs and specs with the same frozen weights. The key is
/// content: the weights, the ids, what is read; so nothing in it can be out of date.
/// </summary>
/// <param name="Folder">The folder; made if it is missing. Several processes may share it.</param>
public sealed record RepresentationCache(string Folder)
{
    /// <summary>Bytes on disk at most; what was not used for the longest time goes first.</summary>
    public long MostBytes { get; init; } = 4L << 30;

    /// <summary>
    /// The user's: the folder that the environment variable <c>CODEGENBERT_CACHE</c> names, else <c>codegenbert</c> in the system's folder for caches
    /// (<c>$XDG_CACHE_HOME</c>, or <c>~/.cache</c>; on Windows the local application data). Null where the variable is empty or <c>off</c>, or there is no such folder.
    /// </summary>
    public static RepresentationCache? Default => Environment.GetEnvironmentVariable("CODEGENBERT_CACHE") switch
    {
        "" or "off" => null,
        { } folder => new(folder),
        null => UserCaches() is { } caches ? new(Path.Combine(caches, "codegenbert", "representations")) : null,
    };

    /// <summary>How much is written at once: a kill loses at most so much of the work.</summary>
    internal long BytesPerAppend { get; init; } = 32 << 20;

    /// <summary>How long to wait for another process to finish writing before the run goes on in memory.</summary>
    internal TimeSpan LockPatience { get; init; } = TimeSpan.FromSeconds(10);

    private static string? UserCaches()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } caches)
        {
            return caches;
        }

        string home = Environment.GetFolderPath(OperatingSystem.IsWindows() ? Environment.SpecialFolder.LocalApplicationData : Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : OperatingSystem.IsWindows() ? home : Path.Combine(home, ".cache");
    }
}
