using System.Runtime.CompilerServices;

namespace CodegenBert.Tests.Architecture;

/// <summary>Where the sources lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(ThisFile());

    private static string Find(string path)
    {
        DirectoryInfo? folder = new(Path.GetDirectoryName(path)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CodegenBert.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No CodegenBert.sln above {path}.");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
