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

    private static readonly string[] s_specialTokens = ["unk_token", "cls_token", "sep_token", "pad_token", "mask_token"];

    private const string AddedTokensKey = "added_tokens_decoder";

    private readonly string _file;
    private readonly JsonElement _root;

    private TokenizerConfiguration(string file, JsonElement root) => (_file, _root) = (file, root);

    /// <summary>Whether the file says which tokens were added to the vocabulary, be it none.</summary>
    public bool HasAddedTokens => Value(AddedTokensKey) is not null;

    /// <summary>Reads the file.</summary>
    /// <param name="file">A <c>tokenizer_config.json</c>, or a <c>special_tokens_map.json</c>, which has some of its keys.</param>
    public static TokenizerConfiguration Read(string file) => TokenizerFile.ReadJsonObject(file, root =>
    {
        var configuration = new TokenizerConfiguration(file, root.Clone());
        _ = configuration.ToOptions(new BertWordPieceOptions()); // strings that are not valid Unicode show only when they are taken
        return configuration;
    });

    /// <summary>The settings.</summary>
    /// <param name="defaults">What holds where the file says nothing.</param>
    public BertWordPieceOptions ToOptions(BertWordPieceOptions defaults)
    {
        if (Value("tokenizer_class") is { ValueKind: JsonValueKind.String } name && !s_classes.Contains(name.GetString()))
        {
            throw Refuse("tokenizer_class", $"is {name.GetString()}, which splits texts in another way than BERT. Choose a BERT, DistilBERT or ELECTRA model.");
        }

        return defaults with
        {
            LowerCase = Flag("do_lower_case") ?? defaults.LowerCase,
            StripAccents = Flag("strip_accents") ?? defaults.StripAccents,
            TokenizeChineseCharacters = Flag("tokenize_chinese_chars") ?? defaults.TokenizeChineseCharacters,
            SpecialTokensInText = Flag("split_special_tokens") is true ? SpecialTokensInText.AsText : defaults.SpecialTokensInText,
            UnknownToken = Token("unk_token") ?? defaults.UnknownToken,
            ClassificationToken = Token("cls_token") ?? defaults.ClassificationToken,
            SeparatorToken = Token("sep_token") ?? defaults.SeparatorToken,
            PaddingToken = Token("pad_token") ?? defaults.PaddingToken,
            MaskToken = _root.TryGetProperty("mask_token", out _) ? Token("mask_token") : defaults.MaskToken,
            AddedTokens = Value(AddedTokensKey) is { } decoder ? [.. AddedTokens(decoder)] : defaults.AddedTokens,
            AdditionalSpecialTokens = [.. defaults.AdditionalSpecialTokens, .. SpecialTokens()],
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

    private string Content(string key, JsonElement value)
    {
        JsonElement spelling = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("content", out JsonElement content) ? content : value;
        return spelling.ValueKind == JsonValueKind.String && spelling.GetString() is { Length: > 0 } text ? text : throw Refuse(key, "is not a token's spelling. Give it as a string.");
    }

    private IEnumerable<AddedToken> AddedTokens(JsonElement decoder)
    {
        if (decoder.ValueKind != JsonValueKind.Object)
        {
            throw Refuse(AddedTokensKey, "is not an object. Take the model's own file.");
        }

        foreach (JsonProperty entry in decoder.EnumerateObject())
        {
            string place = $"{AddedTokensKey}.{entry.Name}";
            yield return int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                ? AddedTokenEntry.Read(entry.Value, id, cause => Refuse(place, $"{cause}. Take the model's own file."))
                : throw Refuse(place, "is not an id. Take the model's own file.");
        }
    }

    /// <summary>The special tokens that have rules of their own, and those beside BERT's five.</summary>
    private IEnumerable<AddedToken> SpecialTokens() =>
        s_specialTokens.Where(key => Value(key) is { ValueKind: JsonValueKind.Object }).Select(key => SpecialToken(key, Value(key)!.Value))
            .Concat(AdditionalTokens("additional_special_tokens")).Concat(AdditionalTokens("extra_special_tokens"));

    // A list, or an object whose keys are names for programs.
    private IEnumerable<AddedToken> AdditionalTokens(string key) => Value(key) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(token => SpecialToken(key, token)),
        { ValueKind: JsonValueKind.Object } named => named.EnumerateObject().Select(token => SpecialToken(key, token.Value)),
        _ => throw Refuse(key, "is not a list of tokens. Take the model's own file."),
    };

    private AddedToken SpecialToken(string key, JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? AddedTokenEntry.Read(value, AddedToken.IdOfVocabulary, cause => Refuse(key, $"{cause}. Take the model's own file."), isSpecial: true)
        : new AddedToken(Content(key, value), AddedToken.IdOfVocabulary);

    // A key that is missing and one that is null mean the same.
    private JsonElement? Value(string key) =>
        _root.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private TokenizerFileException Refuse(string key, string causeAndRemedy) => new(_file, null, $"`{key}` {causeAndRemedy}");
}
