namespace CodegenBert.Generators.Specs;

/// <summary>Paths of specs. They are compared and cut as text: a generator must not ask the file system.</summary>
internal static class SpecPath
{
    public static bool IsSpec(string path) => HasSuffix(path, ".bert.yaml") || HasSuffix(path, ".bert.yml");

    public static bool IsManifest(string path) => HasSuffix(path, ".encoder.yaml") || HasSuffix(path, ".encoder.yml");

    /// <summary>
    /// The path seen from the project, with forward slashes: generated code must not tell where on whose machine it was generated.
    /// The file's name alone if the two have nothing in common.
    /// </summary>
    public static string Relative(string path, string projectDirectory)
    {
        string[] file = Parts(path), project = Parts(projectDirectory);
        int common = 0;
        while (common < project.Length && common < file.Length - 1 && string.Equals(file[common], project[common], StringComparison.Ordinal))
        {
            common++;
        }

        return common == 0 ? file[^1] : string.Join("/", Enumerable.Repeat("..", project.Length - common).Concat(file.Skip(common)));
    }

    /// <summary>The path with forward slashes and without detours, for comparing.</summary>
    public static string Normalized(string path) => string.Join("/", Parts(path));

    private static bool HasSuffix(string path, string suffix) => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);

    private static string[] Parts(string path)
    {
        List<string> parts = [];
        foreach (string part in path.Replace('\\', '/').Split(['/'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return [.. parts];
    }
}
