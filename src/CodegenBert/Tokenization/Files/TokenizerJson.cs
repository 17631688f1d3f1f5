using System.Text.Json;
using CodegenBert.Tokenization.WordPiece;

namespace CodegenBert.Tokenization.Files;

/// <summary>
/// Reads <c>tokenizer.json</c>, the file of Hugging Face's tokenizers library: a WordPiece model behind BertNormalizer and BertPreTokenizer. Its
/// truncation, padding and decoder are not read: a task has its own. Any other pipeline is refused by name.
/// </summary>
internal sealed class TokenizerJson
{
    /// <summary>The file's name in a model's folder.</summary>
    public const string FileName = "tokenizer.json";

    private readonly string _file;

    private TokenizerJson(string file, JsonElement root)
    {
        _file = file;
        JsonElement model = Part(root, "model", "WordPiece");
        Require(model, "model.continuing_subword_prefix", value => value is { ValueKind: JsonValueKind.String } && value.Value.GetString() == "##", "\"##\"");
        Require(model, "model.max_input_chars_per_word", value => value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int most) && most == WordBuffer.MaximalCodePoints, $"{WordBuffer.MaximalCodePoints}");
        _ = Part(root, "pre_tokenizer", "BertPreTokenizer");
        JsonElement normalizer = Part(root, "normalizer", "BertNormalizer");
        Require(normalizer, "normalizer.clean_text", value => value is null or { ValueKind: JsonValueKind.True }, "true");
        Tokens = TokensById(model);
        (string classification, string separator) = SpecialTokens(root);
        var defaults = new BertWordPieceOptions();
        Options = defaults with
        {
            LowerCase = Flag(normalizer, "normalizer.lowercase") ?? defaults.LowerCase,
            StripAccents = Flag(normalizer, "normalizer.strip_accents"),
            TokenizeChineseCharacters = Flag(normalizer, "normalizer.handle_chinese_chars") ?? defaults.TokenizeChineseCharacters,
            UnknownToken = Text(Value(model, "unk_token"), "model.unk_token"),
            ClassificationToken = classification,
            SeparatorToken = separator,
            AddedTokens = AddedTokens(root),
        };
    }

    /// <summary>Each id's token; null where an id has none.</summary>
    public string?[] Tokens { get; }

    /// <summary>What the file says, which <c>tokenizer_config.json</c> may say otherwise.</summary>
    public BertWordPieceOptions Options { get; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="TokenizerFileException">It cannot be read, or is of another tokenizer than BERT's.</exception>
    public static TokenizerJson Read(string file)
    {
        byte[] bytes = TokenizerFile.ReadAllBytes(file);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            return new TokenizerJson(file, document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new TokenizerFileException(file, (e as JsonException)?.LineNumber is { } line ? (int)line + 1 : null, $"the file is not valid JSON. Take the model's own {FileName}. ({e.Message})", e);
        }
    }

    private string?[] TokensById(JsonElement model)
    {
        if (Value(model, "vocab") is not { ValueKind: JsonValueKind.Object } vocabulary)
        {
            throw Refuse("model.vocab", "is not an object of tokens with their ids");
        }

        List<(string Token, int Id)> tokens = [];
        foreach (JsonProperty entry in vocabulary.EnumerateObject())
        {
            tokens.Add(entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetInt32(out int id) && id >= 0 ? (entry.Name, id) : throw Refuse("model.vocab", $"has the token {entry.Name} without an id"));
        }

        int size = tokens.Count == 0 ? 0 : tokens.Max(token => token.Id) + 1;
        if (size is < 1 or > Vocabulary.MostTokens || size > (2 * tokens.Count) + 10_000)
        {
            throw Refuse("model.vocab", $"has {tokens.Count} tokens and a highest id of {size - 1}, which no vocabulary has");
        }

        string?[] byId = new string?[size];
        foreach ((string token, int id) in tokens)
        {
            byId[id] = byId[id] is { } other ? throw Refuse("model.vocab", $"has the id {id} twice, for {other} and for {token}") : token;
        }

        return byId;
    }

    /// <summary>[CLS] and [SEP], as the post-processor puts them around and between texts.</summary>
    private (string Classification, string Separator) SpecialTokens(JsonElement root)
    {
        const string Key = "post_processor";
        JsonElement processor = Value(root, Key) ?? throw Refuse(Key, "is missing: the texts would get no [CLS] and no [SEP]");
        string type = Text(Value(processor, "type"), Key + ".type");
        return type switch
        {
            "BertProcessing" => (Text(First(Value(processor, "cls")), Key + ".cls"), Text(First(Value(processor, "sep")), Key + ".sep")),
            "TemplateProcessing" => Template(processor),
            _ => throw Refuse(Key, $"is {type}; BertProcessing or TemplateProcessing is supported"),
        };
    }

    private (string Classification, string Separator) Template(JsonElement processor)
    {
        const string Key = "post_processor";
        string[] single = [.. Pieces(processor, "single")], pair = [.. Pieces(processor, "pair")];
        return single is [var classification, "A:0", var separator]
            && pair.SequenceEqual([classification, "A:0", separator, "B:1", separator.Replace(":0", ":1", StringComparison.Ordinal)])
            && classification.EndsWith(":0", StringComparison.Ordinal) && separator.EndsWith(":0", StringComparison.Ordinal)
                ? (classification[..^2], separator[..^2])
                : throw Refuse(Key, "puts other tokens around the texts than BERT does: [CLS] A [SEP] and [CLS] A [SEP] B [SEP] with the second text's type ids 1");
    }

    /// <summary>The parts of a template, each with its type id: <c>[CLS]:0</c>, <c>A:0</c>.</summary>
    private IEnumerable<string> Pieces(JsonElement processor, string key)
    {
        if (Value(processor, key) is not { ValueKind: JsonValueKind.Array } pieces)
        {
            throw Refuse($"post_processor.{key}", "is not a list");
        }

        foreach (JsonElement piece in pieces.EnumerateArray())
        {
            JsonElement part = Value(piece, "SpecialToken") ?? Value(piece, "Sequence") ?? throw Refuse($"post_processor.{key}", "has a part that is no token and no text");
            yield return $"{Text(Value(part, "id"), $"post_processor.{key}")}:{Value(part, "type_id")?.GetRawText()}";
        }
    }

    private List<AddedToken> AddedTokens(JsonElement root)
    {
        const string Key = "added_tokens";
        var tokens = new List<AddedToken>();
        if (Value(root, Key) is not { } list)
        {
            return tokens;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Refuse(Key, "is not a list");
        }

        foreach (JsonElement entry in list.EnumerateArray())
        {
            string content = Text(Value(entry, "content"), Key);
            tokens.Add(Value(entry, "id") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int id) && id >= 0
                ? AddedTokenEntry.Read(entry, id, cause => Refuse(Key, cause))
                : throw Refuse(Key, $"has the token {content} without an id"));
        }

        return tokens;
    }

    /// <summary>A part of the pipeline, if it is of the one kind that BERT has.</summary>
    private JsonElement Part(JsonElement root, string key, string type)
    {
        string? found = root.ValueKind == JsonValueKind.Object && Value(root, key) is { ValueKind: JsonValueKind.Object } part
            ? Value(part, "type") is { ValueKind: JsonValueKind.String } name ? name.GetString() : "of no type"
            : "missing";
        return found == type ? Value(root, key)!.Value : throw Refuse(key, $"is {found}; {type} is supported, which BERT, DistilBERT and ELECTRA have");
    }

    private void Require(JsonElement part, string key, Func<JsonElement?, bool> isRight, string right)
    {
        JsonElement? value = Value(part, key[(key.LastIndexOf('.') + 1)..]);
        if (!isRight(value))
        {
            throw Refuse(key, $"is {value?.GetRawText() ?? "missing"}; {right} is supported");
        }
    }

    private bool? Flag(JsonElement part, string key) => Value(part, key[(key.LastIndexOf('.') + 1)..]) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Refuse(key, "is neither true nor false"),
    };

    private string Text(JsonElement? value, string key) =>
        value is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } spelling ? spelling : throw Refuse(key, "is not a text");

    private static JsonElement? First(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() > 0 ? items[0] : null;

    private static JsonElement? Value(JsonElement part, string key) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private TokenizerFileException Refuse(string key, string cause) => new(_file, null, $"`{key}` {cause}. Choose a model with BERT's tokenizer, or remove the file if a vocab.txt lies beside it.");
}
