namespace CodegenBert.Benchmarks;

/// <summary>The corpora that are too large, or not ours, to be committed: a folder <c>shared/data</c> beside the repository.</summary>
internal static class SharedData
{
    /// <summary><c>shared/data/datasets</c>, searched upwards from the program and the working folder.</summary>
    public static string Datasets { get; } = Find() ?? Path.Combine("shared", "data", "datasets");

    private static string? Find() =>
        (from start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory]
         from folder in Ancestors(new DirectoryInfo(start))
         let candidate = Path.Combine(folder.FullName, "shared", "data", "datasets")
         where Directory.Exists(candidate)
         select candidate).FirstOrDefault();

    private static IEnumerable<DirectoryInfo> Ancestors(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            yield return folder;
        }
    }
}
