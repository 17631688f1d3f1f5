namespace CodegenBert.Benchmarks;

/// <summary>What is too large, or not ours, to be committed: a folder <c>shared/data</c> beside the repository.</summary>
internal static class SharedData
{
    /// <summary><c>shared/data/datasets</c>, searched upwards from the program and the working folder.</summary>
    public static string Datasets { get; } = Find("datasets");

    /// <summary><c>shared/data/encoders</c>, searched likewise.</summary>
    public static string Encoders { get; } = Find("encoders");

    private static string Find(string name) =>
        (from start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory]
         from folder in Ancestors(new DirectoryInfo(start))
         let candidate = Path.Combine(folder.FullName, "shared", "data", name)
         where Directory.Exists(candidate)
         select candidate).FirstOrDefault() ?? Path.Combine("shared", "data", name);

    private static IEnumerable<DirectoryInfo> Ancestors(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            yield return folder;
        }
    }
}
