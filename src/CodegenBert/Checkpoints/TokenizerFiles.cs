namespace CodegenBert.Checkpoints;

/// <summary>The tokenizer's files, byte for byte, so that a saved model has those of its encoder.</summary>
/// <param name="Vocabulary">Of <c>vocab.txt</c>.</param>
/// <param name="Configuration">Of <c>tokenizer_config.json</c>; null where the encoder has none.</param>
internal sealed record TokenizerFiles(byte[] Vocabulary, byte[]? Configuration)
{
    private const string VocabularyName = "vocab.txt";
    private const string ConfigurationName = "tokenizer_config.json";

    /// <summary>Reads the files of a folder whose tokenizer has been loaded, and so checked.</summary>
    public static TokenizerFiles Read(string folder)
    {
        string configuration = Path.Combine(folder, ConfigurationName);
        return new(File.ReadAllBytes(Path.Combine(folder, VocabularyName)), File.Exists(configuration) ? File.ReadAllBytes(configuration) : null);
    }

    /// <summary>Writes the files into a folder.</summary>
    public void Write(string folder)
    {
        DurableFile.Write(Path.Combine(folder, VocabularyName), Vocabulary);
        if (Configuration is not null)
        {
            DurableFile.Write(Path.Combine(folder, ConfigurationName), Configuration);
        }
    }
}
