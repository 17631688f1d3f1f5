using CodegenBert.Tasks;
using CodegenBert.Tokenization.Files;
using CodegenBert.Tokenization.Text;

namespace CodegenBert.Tokenization;

/// <summary>
/// The settings of a <see cref="BertWordPieceTokenizer"/>, with the names and defaults of Hugging Face's BertTokenizer
/// (<c>tokenizer_config.json</c>).
/// </summary>
public sealed record BertWordPieceOptions
{
    /// <summary>The file's name in a model's folder.</summary>
    internal const string FileName = "tokenizer_config.json";

    /// <summary>Whether letters are lower-cased (<c>do_lower_case</c>). Default: true.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether accents are stripped (<c>strip_accents</c>). Default: null, which means as <see cref="LowerCase"/>.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether each Chinese character is a word of its own (<c>tokenize_chinese_chars</c>). Default: true.</summary>
    public bool TokenizeChineseCharacters { get; init; } = true;

    /// <summary>How special tokens in a text are read (<c>split_special_tokens</c>). Default: as special.</summary>
    public SpecialTokensInText SpecialTokensInText { get; init; }

    /// <summary>What stands for a word that the vocabulary cannot spell (<c>unk_token</c>).</summary>
    public string UnknownToken { get; init; } = "[UNK]";

    /// <summary>What starts an input (<c>cls_token</c>).</summary>
    public string ClassificationToken { get; init; } = "[CLS]";

    /// <summary>What ends each text (<c>sep_token</c>).</summary>
    public string SeparatorToken { get; init; } = "[SEP]";

    /// <summary>What fills short rows of a batch (<c>pad_token</c>).</summary>
    public string PaddingToken { get; init; } = "[PAD]";

    /// <summary>What hides a word in pretraining (<c>mask_token</c>), or null if there is none.</summary>
    public string? MaskToken { get; init; } = "[MASK]";

    /// <summary>Further tokens, special ones and words (<c>added_tokens_decoder</c>). Default: none.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>
    /// Special tokens whose ids are the vocabulary's: those of <c>additional_special_tokens</c>, and BERT's five where a file gives them rules. What
    /// <see cref="AddedTokens"/> says of a token goes before. Default: none.
    /// </summary>
    internal IReadOnlyList<AddedToken> AdditionalSpecialTokens { get; init; } = [];

    /// <summary>
    /// Reads the settings of a model's folder: those of <c>tokenizer_config.json</c>, where it says nothing those of <c>tokenizer.json</c>, and where
    /// neither does Hugging Face's default. Keys that do not change a tokenizer's ids are not read.
    /// </summary>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="TokenizerFileException">A file cannot be read, or asks for something other than BERT's tokenizer.</exception>
    public static BertWordPieceOptions Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return TokenizerFolder.ReadOptions(folder, TokenizerFolder.ReadJson(folder));
    }

    /// <summary>These settings with those of a task in place of them.</summary>
    /// <param name="settings">The task's.</param>
    internal BertWordPieceOptions With(TokenizerSettings settings) =>
        this with { LowerCase = settings.Lowercase ?? LowerCase, SpecialTokensInText = settings.SpecialTokensInText };

    internal TextSteps Steps =>
        TextSteps.Clean | TextSteps.Split
        | (TokenizeChineseCharacters ? TextSteps.SeparateChinese : 0)
        | (StripAccents ?? LowerCase ? TextSteps.StripAccents : 0)
        | (LowerCase ? TextSteps.LowerCase : 0);
}
