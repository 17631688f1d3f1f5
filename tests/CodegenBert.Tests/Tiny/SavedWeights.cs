using CodegenBert.Runtime;

namespace CodegenBert.Tests.Tiny;

/// <summary>A model's weights as they lie on disk.</summary>
internal static class SavedWeights
{
    public static byte[] Of(ClassifierRuntime classifier)
    {
        using var folder = new TemporaryFolder();
        classifier.Save(folder["model"]);
        return [.. Directory.EnumerateFiles(folder["model"], "*.safetensors").Order(StringComparer.Ordinal).SelectMany(File.ReadAllBytes)];
    }
}
