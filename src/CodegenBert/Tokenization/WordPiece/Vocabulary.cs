namespace CodegenBert.Tokenization.WordPiece;

/// <summary>The tokens of a <c>vocab.txt</c> with their ids, the special ones among them, and those added to it. Immutable.</summary>
internal sealed class Vocabulary
{
    /// <summary>Far beyond any vocabulary in use (about 250,000): a bound for memory.</summary>
    public const int MostTokens = 1 << 22;

    private const int MostAddedTokens = 1 << 16;

    private readonly string?[] _tokens;
    private readonly Dictionary<int, string> _beyond = [];
    private readonly Dictionary<string, int> _idsBeyond = new(StringComparer.Ordinal);

    public Vocabulary(string file, string?[] tokens, BertWordPieceOptions options)
    {
        _tokens = tokens;
        Pieces = new PieceTable(tokens);
        Size = tokens.Length;
        if (options.AddedTokens.Count + options.AdditionalSpecialTokens.Count > MostAddedTokens)
        {
            throw new TokenizerFileException(file, null, $"there are {options.AddedTokens.Count + options.AdditionalSpecialTokens.Count} added tokens; at most {MostAddedTokens} are read. Correct {BertWordPieceOptions.FileName}.");
        }

        var added = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        UnknownId = Require(options.UnknownToken, "unk_token");
        ClassificationId = Require(options.ClassificationToken, "cls_token");
        SeparatorId = Require(options.SeparatorToken, "sep_token");
        PaddingId = Require(options.PaddingToken, "pad_token");
        MaskId = options.MaskToken is { } mask ? Require(mask, "mask_token") : null;
        foreach (AddedToken token in options.AddedTokens)
        {
            added[token.Content] = Check(token);
        }

        HashSet<string> given = [.. options.AddedTokens.Select(token => token.Content)];
        foreach (AddedToken token in options.AdditionalSpecialTokens.Where(token => !given.Contains(token.Content)))
        {
            added[token.Content] = token with { Id = Require(token.Content, "additional_special_tokens") };
        }

        Added = [.. added.Values];
        SpecialIds = [.. Added.Where(token => token.IsSpecial).Select(token => token.Id)];

        int Require(string token, string key)
        {
            if (!TryGetId(token, out int id))
            {
                // Hugging Face would append it, with an id that the model's embeddings do not have.
                throw new TokenizerFileException(file, null, $"no line is the special token \"{token}\". Take the vocabulary that belongs to the model, or name its own token as `{key}` in {BertWordPieceOptions.FileName}.");
            }

            added[token] = new AddedToken(token, id);
            return id;
        }

        AddedToken Check(AddedToken token)
        {
            if (token.Content.Length == 0 || token.Id >= MostTokens)
            {
                throw new TokenizerFileException(file, null, $"the added token \"{token.Content}\" with id {token.Id} is empty or its id out of bounds. Correct {BertWordPieceOptions.FileName}.");
            }

            bool known = TryGetId(token.Content, out int id);
            if (known ? id != token.Id : token.Id < tokens.Length || !_beyond.TryAdd(token.Id, token.Content))
            {
                throw new TokenizerFileException(file, null, $"the added token \"{token.Content}\" has id {token.Id}, where the vocabulary has another token. Take vocabulary and {BertWordPieceOptions.FileName} from the same model.");
            }

            _idsBeyond.TryAdd(token.Content, token.Id);
            Size = Math.Max(Size, token.Id + 1);
            return token;
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

    /// <summary>The tokens that are looked for in a text before WordPiece: the special ones, and those that were added.</summary>
    public IReadOnlyList<AddedToken> Added { get; }

    public HashSet<int> SpecialIds { get; }

    public string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : _beyond.GetValueOrDefault(id);

    public bool TryGetId(string token, out int id)
    {
        id = Pieces.Find(token, WordHash.Of(token), continues: false);
        return id >= 0 || _idsBeyond.TryGetValue(token, out id);
    }
}
