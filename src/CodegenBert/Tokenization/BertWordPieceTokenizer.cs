using System.Buffers;
using CodegenBert.Tasks;
using CodegenBert.Tokenization.Files;
using CodegenBert.Tokenization.Text;
using CodegenBert.Tokenization.WordPiece;
using Microsoft.ML.Tokenizers;

namespace CodegenBert.Tokenization;

/// <summary>
/// BERT's tokenizer with exactly the ids of Hugging Face's fast tokenizers, as a <see cref="Tokenizer"/> of Microsoft.ML.Tokenizers.
/// (It is named as its counterpart in Hugging Face's tokenizers library; Microsoft's own <c>BertTokenizer</c> and
/// <c>WordPieceTokenizer</c> give other ids.)
/// </summary>
/// <remarks>
/// <para>Immutable and safe for use by many threads at once. It depends on neither culture nor ICU: its Unicode tables are its own.</para>
/// <para>The base type's methods give the text's own ids; <c>[CLS]</c> and <c>[SEP]</c> are added by <see cref="InputEncoder"/>.
/// Their offsets are UTF-16 indices into the original text, for which reason they return no normalised text. A count that limits
/// the ids may cut a word.</para>
/// <para>.NET strings may hold halves of surrogate pairs, which Hugging Face cannot be given: they count as U+FFFD, which is removed.</para>
/// </remarks>
public sealed class BertWordPieceTokenizer : Tokenizer
{
    private readonly Vocabulary _vocabulary;
    private readonly WordPieceModel _model;
    private readonly AddedTokens _added;
    private readonly WordPieceDecoder _decoder;
    private readonly TextSteps _steps;

    private BertWordPieceTokenizer(Vocabulary vocabulary, BertWordPieceOptions options)
    {
        _vocabulary = vocabulary;
        _model = new WordPieceModel(vocabulary.Pieces, vocabulary.UnknownId);
        _decoder = new WordPieceDecoder(vocabulary);
        _steps = options.Steps;
        _added = new AddedTokens(vocabulary.Added, _steps, options.SpecialTokensInText == SpecialTokensInText.AsSpecial);
        Options = options;
    }

    /// <summary>The settings.</summary>
    public BertWordPieceOptions Options { get; }

    /// <summary>One more than the highest id: the rows that the model's word embeddings must have at least.</summary>
    public int VocabularySize => _vocabulary.Size;

    /// <summary>The id of <c>[CLS]</c>.</summary>
    public int ClassificationTokenId => _vocabulary.ClassificationId;

    /// <summary>The id of <c>[SEP]</c>.</summary>
    public int SeparatorTokenId => _vocabulary.SeparatorId;

    /// <summary>The id of <c>[PAD]</c>.</summary>
    public int PaddingTokenId => _vocabulary.PaddingId;

    /// <summary>The id of <c>[UNK]</c>.</summary>
    public int UnknownTokenId => _vocabulary.UnknownId;

    /// <summary>The id of <c>[MASK]</c>, or null if the options name no mask token.</summary>
    public int? MaskTokenId => _vocabulary.MaskId;

    /// <summary>Creates a tokenizer from a vocabulary.</summary>
    /// <param name="vocabularyFile">The path of a <c>vocab.txt</c>: UTF-8, a token a line.</param>
    /// <param name="options">The settings; null for those of an uncased BERT.</param>
    /// <exception cref="TokenizerFileException">The file is missing, larger than 64 MB, not UTF-8, or lacks a special token.</exception>
    public static BertWordPieceTokenizer Create(string vocabularyFile, BertWordPieceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vocabularyFile);
        options ??= new BertWordPieceOptions();
        return new BertWordPieceTokenizer(new Vocabulary(vocabularyFile, VocabularyFile.Read(vocabularyFile), options), options);
    }

    /// <summary>
    /// Loads the tokenizer of a model's folder: its <c>tokenizer.json</c> or <c>vocab.txt</c> and, where there is one, its
    /// <c>tokenizer_config.json</c>.
    /// </summary>
    /// <param name="folder">The folder. To change a setting, use <see cref="Create"/> and <see cref="BertWordPieceOptions.Read"/>.</param>
    /// <exception cref="TokenizerFileException">A file is missing or cannot be used.</exception>
    public static BertWordPieceTokenizer Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Load(folder, options => options);
    }

    /// <summary>As <see cref="Load(string)"/>, with a task's settings in place of the folder's.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="settings">The task's settings.</param>
    internal static BertWordPieceTokenizer Load(string folder, TokenizerSettings settings) => Load(folder, options => options.With(settings));

    private static BertWordPieceTokenizer Load(string folder, Func<BertWordPieceOptions, BertWordPieceOptions> change)
    {
        TokenizerJson? json = TokenizerFolder.ReadJson(folder);
        (string file, string?[] tokens) = TokenizerFolder.ReadTokens(folder, json);
        BertWordPieceOptions options = change(TokenizerFolder.ReadOptions(folder, json));
        return new BertWordPieceTokenizer(new Vocabulary(file, tokens, options), options);
    }

    /// <summary>The token with an id, such as <c>##ing</c>, or null.</summary>
    /// <param name="id">The id.</param>
    public string? IdToToken(int id) => _vocabulary.TokenOf(id);

    /// <summary>The id of a token, if it is one.</summary>
    /// <param name="token">The token as the vocabulary spells it.</param>
    /// <param name="id">Its id.</param>
    public bool TryGetId(string token, out int id)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _vocabulary.TryGetId(token, out id);
    }

    /// <inheritdoc/>
    public override string Decode(IEnumerable<int> ids) => Decode(ids, skipSpecialTokens: false);

    /// <summary>Turns ids into text as Hugging Face's WordPiece decoder does. What normalisation changed stays changed.</summary>
    /// <param name="ids">The ids; those without a token are skipped.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return _decoder.Decode(ids, skipSpecialTokens);
    }

    /// <inheritdoc/>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return _decoder.Decode(ids, destination, out idsConsumed, out charsWritten);
    }

    /// <summary>Adds a text's ids, without <c>[CLS]</c> and <c>[SEP]</c>.</summary>
    internal void Add(ReadOnlySpan<char> text, TextPass pass) => _added.Add(text, pass, _steps, _model);

    /// <inheritdoc/>
    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        ReadOnlySpan<char> source = text ?? textSpan;
        TextPass pass = Run(source, settings);
        try
        {
            int count = Math.Min(pass.Tokens.Count, settings.MaxTokenCount);
            return new EncodeResults<int>
            {
                Tokens = pass.Tokens.Ids[..count].ToArray(),
                CharsConsumed = EndOf(count, pass.Tokens, source.Length),
            };
        }
        finally
        {
            pass.Return();
        }
    }

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        ReadOnlySpan<char> source = text ?? textSpan;
        TextPass pass = Run(source, settings);
        try
        {
            TokenBuffer found = pass.Tokens;
            var tokens = new EncodedToken[Math.Min(found.Count, settings.MaxTokenCount)];
            for (int i = 0; i < tokens.Length; i++)
            {
                int id = found.Ids[i];
                tokens[i] = new EncodedToken(id, _vocabulary.TokenOf(id)!, new Range(found.Starts[i], found.Ends[i]));
            }

            return new EncodeResults<EncodedToken> { Tokens = tokens, CharsConsumed = EndOf(tokens.Length, found, source.Length) };
        }
        finally
        {
            pass.Return();
        }
    }

    /// <inheritdoc/>
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        TextPass pass = Run(text ?? textSpan, settings);
        int count = Math.Min(pass.Tokens.Count, settings.MaxTokenCount);
        pass.Return();
        return count;
    }

    /// <inheritdoc/>
    protected override int GetIndexByTokenCount(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings, bool fromEnd, out string? normalizedText, out int tokenCount)
    {
        ReadOnlySpan<char> source = text ?? textSpan;
        TextPass pass = Run(source, settings);
        try
        {
            normalizedText = null;
            int all = pass.Tokens.Count;
            tokenCount = Math.Min(all, settings.MaxTokenCount);
            if (!fromEnd)
            {
                return EndOf(tokenCount, pass.Tokens, source.Length);
            }

            return tokenCount == all ? 0 : tokenCount == 0 ? source.Length : pass.Tokens.Starts[all - tokenCount];
        }
        finally
        {
            pass.Return();
        }
    }

    // Where the first tokens end; all of them take in what follows them too, white space mostly.
    private static int EndOf(int count, TokenBuffer tokens, int length) =>
        count == tokens.Count ? length : count == 0 ? 0 : tokens.Ends[count - 1];

    private TextPass Run(ReadOnlySpan<char> text, EncodeSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.MaxTokenCount);
        TextSteps steps = _steps;
        steps &= settings.ConsiderNormalization ? steps : ~TextSteps.Normalization;
        steps &= settings.ConsiderPreTokenization ? steps : ~TextSteps.Split;
        TextPass pass = TextPass.Rent();
        _added.Add(text, pass, steps, _model);
        return pass;
    }
}
