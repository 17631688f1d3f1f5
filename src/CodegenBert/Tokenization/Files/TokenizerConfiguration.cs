using System.Globalization;
using System.Text.Json;
using CodegenBert.Tasks;

namespace CodegenBert.Tokenization.Files;

/// <summary>Reads <c>tokenizer_config.json</c>.</summary>
internal sealed class TokenizerConfiguration
{
    private static readonly string[] s_classes =
    [
        "BertTokenizer", "BertTokenizerFast", "DistilBertTokenizer", "DistilBertTokenizerFast", "ElectraTokenizer",
        "ElectraTokenizerFast", "PreTrainedTokenizerFast", "TokenizersBackend",
    ];

    private readonly string _file;
    private readonly JsonElement _root;

    private readonly BertWordPieceOptions _defaults;

    private TokenizerConfiguration(string file, JsonElement root, BertWordPieceOptions defaults) => (_file, _root, _defaults) = (file, root, defaults);

    /// <summary>Reads the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="defaults">What holds where it says nothing.</param>
    public static BertWordPieceOptions Read(string file, BertWordPieceOptions defaults)
    {
        byte[] bytes = TokenizerFile.ReadAllBytes(file);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new TokenizerFileException(file, null, "the file is not a JSON object. Take the model's own tokenizer_config.json.");
            }

            return new TokenizerConfiguration(file, document.RootElement, defaults).ToOptions();
        }
        catch (JsonException e)
        {
            int? line = e.LineNumber is { } number ? (int)number + 1 : null;
            throw new TokenizerFileException(file, line, $"the file is not valid JSON. Take the model's own tokenizer_config.json. ({e.Message})", e);
        }
        catch (InvalidOperationException e)
        {
            // System.Text.Json's word for a string that is not valid Unicode.
            throw new TokenizerFileException(file, null, $"a string in the file is not valid Unicode. Take the model's own tokenizer_config.json. ({e.Message})", e);
        }
    }

    private BertWordPieceOptions ToOptions()
    {
        if (Value("tokenizer_class") is { ValueKind: JsonValueKind.String } name && !s_classes.Contains(name.GetString()))
        {
            throw Refuse("tokenizer_class", $"is {name.GetString()}, which splits texts in another way than BERT. Choose a BERT, DistilBERT or ELECTRA model.");
        }

        return new BertWordPieceOptions
        {
            LowerCase = Flag("do_lower_case") ?? _defaults.LowerCase,
            StripAccents = Flag("strip_accents") ?? _defaults.StripAccents,
            TokenizeChineseCharacters = Flag("tokenize_chinese_chars") ?? _defaults.TokenizeChineseCharacters,
            SpecialTokensInText = Flag("split_special_tokens") is true ? SpecialTokensInText.AsText : SpecialTokensInText.AsSpecial,
            UnknownToken = Token("unk_token") ?? _defaults.UnknownToken,
            ClassificationToken = Token("cls_token") ?? _defaults.ClassificationToken,
            SeparatorToken = Token("sep_token") ?? _defaults.SeparatorToken,
            PaddingToken = Token("pad_token") ?? _defaults.PaddingToken,
            MaskToken = _root.TryGetProperty("mask_token", out _) ? Token("mask_token") : _defaults.MaskToken,
            AddedTokens = AddedTokens(),
        };
    }

    private bool? Flag(string key) => Value(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Refuse(key, "is neither true nor false. Correct it."),
    };

    private string? Token(string key) => Value(key) is { } value ? Content(key, value) : null;

    // A token is its spelling, or an object with the spelling and with rules that BERT's tokens do not have.
    private string Content(string key, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (string rule in (ReadOnlySpan<string>)["lstrip", "rstrip", "single_word", "normalized"])
            {
                if (value.TryGetProperty(rule, out JsonElement flag) && flag.ValueKind == JsonValueKind.True)
                {
                    throw Refuse(key, $"sets {rule}, which is not supported. Set it to false if your texts never contain the token itself.");
                }
            }

            if (value.TryGetProperty("content", out JsonElement content))
            {
                value = content;
            }
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } spelling
            ? spelling
            : throw Refuse(key, "is not a token's spelling. Give it as a string.");
    }

    private IReadOnlyList<AddedToken> AddedTokens()
    {
        var tokens = new List<AddedToken>();
        const string Key = "added_tokens_decoder";
        if (Value(Key) is not { } decoder)
        {
            return _defaults.AddedTokens;
        }

        if (decoder.ValueKind != JsonValueKind.Object)
        {
            throw Refuse(Key, "is not an object. Take the model's own file.");
        }

        foreach (JsonProperty entry in decoder.EnumerateObject())
        {
            string place = $"{Key}.{entry.Name}";
            if (!int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                throw Refuse(place, "is not an id. Take the model's own file.");
            }

            if (entry.Value.ValueKind != JsonValueKind.Object || !entry.Value.TryGetProperty("special", out JsonElement special)
                || special.ValueKind != JsonValueKind.True)
            {
                throw Refuse(place, "is an added token that is not special, which is not supported. Choose a model without one.");
            }

            tokens.Add(new AddedToken(Content(place, entry.Value), id));
        }

        return tokens;
    }

    // A key that is missing and one that is null mean the same.
    private JsonElement? Value(string key) =>
        _root.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private TokenizerFileException Refuse(string key, string causeAndRemedy) => new(_file, null, $"`{key}` {causeAndRemedy}");
}
