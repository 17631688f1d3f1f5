using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary>The encoders of the referenced packages.</summary>
internal sealed record EncoderCatalog(EquatableArray<EncoderManifest> Encoders)
{
    // What can be suggested although nothing of it is referenced.
    private static readonly Dictionary<string, string> s_packages = new(StringComparer.Ordinal) { ["minilm-l6"] = "CodegenBert.Encoders.MiniLM" };

    public EncoderManifest? Find(string name) => Encoders.FirstOrDefault(encoder => encoder.Name == name);

    public void ReportUnknown(YamlScalar encoder, ProblemList problems)
    {
        string name = encoder.Value;
        string[] referenced = [.. Encoders.Select(static known => known.Name)];
        string remedy = Suggestions.Nearest(name, referenced) is { } near
            ? $"did you mean '{near}'?"
            : Suggestions.Nearest(name, s_packages.Keys) is { } known
                ? $"{(known == name ? "" : $"'{known}' is near; ")}reference the package {s_packages[known]}"
                : referenced.Length > 0
                    ? $"the referenced ones are {string.Join(", ", referenced)}, a folder begins with './', '../' or '/', and a repository of the hub with 'hub:'"
                    : "reference an encoder package like CodegenBert.Encoders.MiniLM, or write a folder that begins with './', '../' or '/', or hub:org/name";
        problems.Add(SpecRules.UnknownEncoder, encoder.Span, name, remedy);
    }
}
