using System.Runtime.CompilerServices;

namespace CodegenBert.Generators.Tests.Running;

/// <summary>Files of this repository.</summary>
internal static class Repository
{
    public static string TestProject { get; } = Path.GetDirectoryName(Path.GetDirectoryName(ThisFile()))!;

    public static string Root { get; } = Path.GetFullPath(Path.Combine(TestProject, "..", ".."));

    public static string Generator { get; } = Path.Combine(Root, "generators", "CodegenBert.Generators");

    /// <summary>The specs of the samples.</summary>
    public static IEnumerable<string> SpecFiles => Specs(Path.Combine(Root, "specs"));

    /// <summary>Specs of these tests, which use what the samples do not.</summary>
    public static IEnumerable<string> TestSpecFiles => Specs(Path.Combine(TestProject, "Specs"));

    public static InMemoryText MiniLmManifest { get; } = new(
        "/packages/minilm-l6.encoder.yaml",
        File.ReadAllText(Path.Combine(Root, "src", "CodegenBert.Encoders.MiniLM", "minilm-l6.encoder.yaml")));

    /// <summary>A spec of this repository as the samples' project sees it.</summary>
    public static InMemoryText Spec(string file) => new("/project/specs/" + Path.GetFileName(file), File.ReadAllText(file));

    private static IEnumerable<string> Specs(string folder) => Directory.EnumerateFiles(folder, "*.bert.yaml").Order(StringComparer.Ordinal);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
