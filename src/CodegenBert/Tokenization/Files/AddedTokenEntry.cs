using System.Text.Json;

namespace CodegenBert.Tokenization.Files;

/// <summary>An added token as <c>tokenizer.json</c> and <c>tokenizer_config.json</c> both write it: its spelling and its rules.</summary>
internal static class AddedTokenEntry
{
    /// <summary>Reads an entry; a rule that is missing has the default of Hugging Face's <c>AddedToken</c>.</summary>
    /// <param name="entry">The object.</param>
    /// <param name="id">The token's id.</param>
    /// <param name="refuse">Makes the error of a reason.</param>
    /// <param name="isSpecial">Whether it is special whatever the entry says.</param>
    public static AddedToken Read(JsonElement entry, int id, Func<string, TokenizerFileException> refuse, bool isSpecial = false)
    {
        string content = entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("content", out JsonElement text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } spelling
            ? spelling
            : throw refuse("is no added token with its spelling");
        isSpecial |= Rule("special", false);
        return new AddedToken(content, id)
        {
            IsSpecial = isSpecial,
            IsNormalized = Rule("normalized", !isSpecial),
            IsSingleWord = Rule("single_word", false),
            StripsLeft = Rule("lstrip", false),
            StripsRight = Rule("rstrip", false),
        };

        bool Rule(string name, bool absent) => !entry.TryGetProperty(name, out JsonElement rule) ? absent
            : rule.ValueKind is JsonValueKind.True or JsonValueKind.False ? rule.GetBoolean()
            : throw refuse($"has the token {content} with {name}, which is neither true nor false");
    }
}
