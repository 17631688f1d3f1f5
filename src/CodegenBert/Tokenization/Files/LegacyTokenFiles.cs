using System.Text.Json;

namespace CodegenBert.Tokenization.Files;

/// <summary>
/// What transformers before 4.34 wrote beside <c>tokenizer_config.json</c>: <c>special_tokens_map.json</c> with the special tokens' spellings, and
/// <c>added_tokens.json</c> with the added tokens' ids. As transformers does, they are read where the configuration has no <c>added_tokens_decoder</c>, the
/// latter only where there is no <c>tokenizer.json</c>, which has them too.
/// </summary>
internal static class LegacyTokenFiles
{
    public const string SpecialTokens = "special_tokens_map.json";

    public const string AddedTokens = "added_tokens.json";

    /// <summary>The settings with what the files of a folder say.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="settings">What its other files say.</param>
    /// <param name="hasJson">Whether it has a <c>tokenizer.json</c>.</param>
    public static BertWordPieceOptions Apply(string folder, BertWordPieceOptions settings, bool hasJson)
    {
        string special = Path.Combine(folder, SpecialTokens), added = Path.Combine(folder, AddedTokens);
        settings = File.Exists(special) ? TokenizerConfiguration.Read(special).ToOptions(settings) : settings;
        return File.Exists(added) && !hasJson ? settings with { AddedTokens = Read(added, settings) } : settings;
    }

    private static AddedToken[] Read(string file, BertWordPieceOptions settings)
    {
        HashSet<string?> special = [settings.UnknownToken, settings.ClassificationToken, settings.SeparatorToken, settings.PaddingToken, settings.MaskToken, .. settings.AdditionalSpecialTokens.Select(token => token.Content)];
        return TokenizerFile.ReadJsonObject(file, root => root.EnumerateObject().Select(entry =>
            entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetInt32(out int id) && id >= 0
                ? new AddedToken(entry.Name, id) { IsSpecial = special.Contains(entry.Name), IsNormalized = !special.Contains(entry.Name) }
                : throw new TokenizerFileException(file, null, $"the token {entry.Name} has no id. Take the model's own file.")).ToArray());
    }
}
