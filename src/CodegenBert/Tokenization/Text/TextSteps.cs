namespace CodegenBert.Tokenization.Text;

/// <summary>The steps that a text goes through before WordPiece, in the order of Hugging Face's BertNormalizer and BertPreTokenizer.</summary>
[Flags]
internal enum TextSteps
{
    /// <summary>Drop controls, make every white space a blank.</summary>
    Clean = 1,

    /// <summary>Put blanks around Chinese characters.</summary>
    SeparateChinese = 2,

    /// <summary>Decompose canonically (NFD) and drop non-spacing marks.</summary>
    StripAccents = 4,

    /// <summary>Lower-case each code point by itself; a final sigma is not special.</summary>
    LowerCase = 8,

    /// <summary>Split at white space and around punctuation. Without it the whole text is one word.</summary>
    Split = 16,

    /// <summary>All that change the text.</summary>
    Normalization = Clean | SeparateChinese | StripAccents | LowerCase,
}
