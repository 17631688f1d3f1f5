namespace CodegenBert.Tokenization.WordPiece;

/// <summary>The tokens of a <c>vocab.txt</c> with their ids, the special ones among them, and those added to it. Immutable.</summary>
internal sealed class Vocabulary
{
    /// <summary>Far beyond any vocabulary in use (about 250,000): a bound for memory.</summary>
    public const int MostTokens = 1 << 22;

    private readonly string?[] _tokens;
    private readonly Dictionary<int, string> _beyond = [];

    public Vocabulary(string file, string?[] tokens, BertWordPieceOptions options)
    {
        _tokens = tokens;
        Pieces = new PieceTable(tokens);
        Size = tokens.Length;
        var special = new Dictionary<string, int>(StringComparer.Ordinal);
        UnknownId = Require(options.UnknownToken, "unk_token");
        ClassificationId = Require(options.ClassificationToken, "cls_token");
        SeparatorId = Require(options.SeparatorToken, "sep_token");
        PaddingId = Require(options.PaddingToken, "pad_token");
        MaskId = options.MaskToken is { } mask ? Require(mask, "mask_token") : null;
        foreach (AddedToken added in options.AddedTokens)
        {
            Add(added);
        }

        Special = special;
        SpecialIds = [.. special.Values];

        int Require(string token, string key)
        {
            if (!TryGetId(token, out int id))
            {
                // Hugging Face would append it, with an id that the model's embeddings do not have.
                throw new TokenizerFileException(file, null, $"no line is the special token \"{token}\". Take the vocabulary that belongs to the model, or name its own token as `{key}` in {BertWordPieceOptions.FileName}.");
            }

            special[token] = id;
            return id;
        }

        void Add(AddedToken added)
        {
            if (added.Content.Length == 0 || added.Id >= MostTokens)
            {
                throw new TokenizerFileException(file, null, $"the added token \"{added.Content}\" with id {added.Id} is empty or its id out of bounds. Correct {BertWordPieceOptions.FileName}.");
            }

            bool known = TryGetId(added.Content, out int id);
            if (known ? id != added.Id : added.Id < tokens.Length || !_beyond.TryAdd(added.Id, added.Content))
            {
                throw new TokenizerFileException(file, null, $"the added token \"{added.Content}\" has id {added.Id}, where the vocabulary has another token. Take vocabulary and {BertWordPieceOptions.FileName} from the same model.");
            }

            Size = Math.Max(Size, added.Id + 1);
            special[added.Content] = added.Id;
        }
    }

    public PieceTable Pieces { get; }

    /// <summary>One more than the highest id.</summary>
    public int Size { get; private set; }

    public int UnknownId { get; }

    public int ClassificationId { get; }

    public int SeparatorId { get; }

    public int PaddingId { get; }

    public int? MaskId { get; }

    /// <summary>The tokens that are looked for in the raw text.</summary>
    public IReadOnlyDictionary<string, int> Special { get; }

    public HashSet<int> SpecialIds { get; }

    public string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : _beyond.GetValueOrDefault(id);

    public bool TryGetId(string token, out int id)
    {
        id = Pieces.Find(token, WordHash.Of(token), continues: false);
        if (id < 0)
        {
            foreach ((int beyond, string content) in _beyond)
            {
                id = content == token ? beyond : id;
            }
        }

        return id >= 0;
    }
}
