namespace CodegenBert.Tests.Tiny;

/// <summary>A copy of one of the kit's models, which transformers saved, with a vocabulary for the tiny task's words beside it.</summary>
internal sealed class TransformersFolder : IDisposable
{
    private const int VocabularySize = 120;
    private readonly TemporaryFolder _folder = new();

    public TransformersFolder(string family)
    {
        string source = System.IO.Path.Combine(Kit.Folder, "families", family);
        foreach (string name in (string[])["config.json", "model.safetensors"])
        {
            File.Copy(System.IO.Path.Combine(source, name), _folder[name]);
        }

        string[] words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. TinyEncoder.Words];
        File.WriteAllLines(_folder["vocab.txt"], [.. words, .. Enumerable.Range(words.Length, VocabularySize - words.Length).Select(i => $"[unused{i}]")]);
    }

    public string Path => _folder.Path;

    public string this[string name] => _folder[name];

    /// <summary>Replaces a text in <c>config.json</c>.</summary>
    public void Configure(string before, string after)
    {
        string path = _folder["config.json"], text = File.ReadAllText(path);
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
