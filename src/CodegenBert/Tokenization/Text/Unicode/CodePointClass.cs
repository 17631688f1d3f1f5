namespace CodegenBert.Tokenization.Text.Unicode;

/// <summary>What BERT's normaliser and splitter must know of a code point. The first five stand in <see cref="UnicodeTables.Classes"/>.</summary>
[Flags]
internal enum CodePointClass : byte
{
    /// <summary>A letter, a digit or a symbol: part of a word as it is.</summary>
    None = 0,

    /// <summary>Dropped by cleaning: NUL, U+FFFD, controls, format characters, private use, lone surrogates.</summary>
    Removed = 1,

    /// <summary>White space.</summary>
    Space = 2,

    /// <summary>A word of its own: ASCII symbols and Unicode's punctuation.</summary>
    Punctuation = 4,

    /// <summary>In BERT's list of Chinese characters, which is older than Unicode's.</summary>
    Chinese = 8,

    /// <summary>Dropped when accents are stripped.</summary>
    NonSpacing = 16,

    /// <summary>Has a canonical combining class other than 0.</summary>
    Reorders = 32,

    /// <summary>Becomes something else when it is decomposed and its accents are stripped.</summary>
    Decomposes = 64,

    /// <summary>Has a lower-case letter.</summary>
    Lowers = 128,
}
