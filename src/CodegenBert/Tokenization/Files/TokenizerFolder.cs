namespace CodegenBert.Tokenization.Files;

/// <summary>
/// The tokenizer's files in a model's folder, taken as transformers' BertTokenizer takes them: the vocabulary is that of <c>tokenizer.json</c>, else of
/// <c>vocab.txt</c>; what <c>tokenizer_config.json</c> says of casing, accents and special tokens holds whatever <c>tokenizer.json</c> says.
/// (Where it says nothing, transformers takes its class's default instead of what stands in <c>tokenizer.json</c>; here the file holds.)
/// </summary>
internal static class TokenizerFolder
{
    /// <summary>The <c>tokenizer.json</c> of a folder, or null.</summary>
    public static TokenizerJson? ReadJson(string folder) => Path.Combine(folder, TokenizerJson.FileName) is var file && File.Exists(file) ? TokenizerJson.Read(file) : null;

    /// <summary>The settings of a folder.</summary>
    public static BertWordPieceOptions ReadOptions(string folder, TokenizerJson? json)
    {
        string file = Path.Combine(folder, BertWordPieceOptions.FileName);
        TokenizerConfiguration? configuration = File.Exists(file) ? TokenizerConfiguration.Read(file) : null;
        BertWordPieceOptions options = json?.Options ?? new BertWordPieceOptions();
        options = configuration?.ToOptions(options) ?? options;
        return configuration is { HasAddedTokens: true } ? options : LegacyTokenFiles.Apply(folder, options, hasJson: json is not null);
    }

    /// <summary>The vocabulary of a folder.</summary>
    /// <returns>The file that it is in, and each id's token.</returns>
    public static (string File, string?[] Tokens) ReadTokens(string folder, TokenizerJson? json)
    {
        string file = Path.Combine(folder, VocabularyFile.FileName);
        return json is null ? (file, VocabularyFile.Read(file)) : (Path.Combine(folder, TokenizerJson.FileName), json.Tokens);
    }
}
