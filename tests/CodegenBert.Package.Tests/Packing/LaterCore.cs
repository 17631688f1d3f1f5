using CodegenBert.Tests;
using CodegenBert.Tests.Architecture;

namespace CodegenBert.Package.Tests.Packing;

/// <summary>A later version of the core: a copy of the sources with one more public type, validated as it is packed to have lost nothing.</summary>
internal static class LaterCore
{
    public const string Answer = "Added later";

    private static readonly string[] Folders = ["src/CodegenBert", "generators", "specs"];

    public static void Pack(PackageFeed feed, string version, string baseline)
    {
        using var copy = new TemporaryFolder();
        IEnumerable<string> sources = Directory.EnumerateFiles(Repository.Root)
            .Concat(Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)))
            .Append(Path.Combine(Repository.Root, "src", "icon.png"));
        foreach (string source in sources.Where(file => !IsOutput(file)))
        {
            string target = copy[Path.GetRelativePath(Repository.Root, source)];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }

        File.WriteAllText(copy["src", "CodegenBert", "LaterAddition.cs"], $$"""
            namespace CodegenBert;

            /// <summary>What a later version adds.</summary>
            public static class LaterAddition
            {
                /// <summary>Something.</summary>
                public static string Answer => "{{Answer}}";
            }
            """);
        feed.Pack(copy["src", "CodegenBert"], version, $"-p:Version={version}", $"-p:PackageValidationBaselinePath={feed.PackageFile("CodegenBert", baseline)}");
    }

    private static bool IsOutput(string file) =>
        Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or ".git");
}
