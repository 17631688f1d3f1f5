namespace CodegenBert.Tests.Fuzzing;

/// <summary>Where mutated files are written: hundreds of thousands, none of which is kept.</summary>
internal static class FuzzFolder
{
    private const string InMemory = "/dev/shm";

    /// <summary>Linux's file system in memory, else the folder for temporary files.</summary>
    public static string Parent { get; } = Directory.Exists(InMemory) ? InMemory : Path.GetTempPath();
}
