namespace CodegenBert.Tokenization;

/// <summary>
/// A token beside those that WordPiece makes, with the rules by which Hugging Face's tokenizers find it in a text (<c>AddedToken</c>): a marker that some models
/// put around entities, say, or a word that was added to the vocabulary.
/// </summary>
/// <param name="Content">The spelling in a text.</param>
/// <param name="Id">Its id: that of its line in <c>vocab.txt</c>, or one beyond the file's last.</param>
public sealed record AddedToken(string Content, int Id)
{
    /// <summary>Stands for the id that the vocabulary has for the spelling.</summary>
    internal const int IdOfVocabulary = -1;

    /// <summary>Whether it is a special token: read as text under <see cref="Tasks.SpecialTokensInText.AsText"/>, and left out of decoded text on demand (<c>special</c>). Default: true.</summary>
    public bool IsSpecial { get; init; } = true;

    /// <summary>Whether it is looked for, itself normalised, in the normalised text, and so in any case where letters are lower-cased (<c>normalized</c>). Default: false, in the text as it is.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>Whether it counts only where no letter, digit or underscore stands next to it (<c>single_word</c>).</summary>
    public bool IsSingleWord { get; init; }

    /// <summary>Whether white space before it belongs to it (<c>lstrip</c>).</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether white space behind it belongs to it (<c>rstrip</c>).</summary>
    public bool StripsRight { get; init; }
}
