using CodegenBert.Tokenization.WordPiece;

namespace CodegenBert.Tokenization.Text;

/// <summary>
/// Takes a text through the tokens that stand beside WordPiece's, in the order of Hugging Face's <c>AddedVocabulary</c>: those that are spelled in the text as it
/// is, then, in the normalised text between them, those that are normalised; what is left goes through the pass.
/// </summary>
internal sealed class AddedTokens
{
    private readonly AddedTokenSearch? _asWritten;
    private readonly AddedTokenSearch? _normalized;

    /// <summary>Prepares the search.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="steps">How texts are normalised, and so the spellings of the tokens that are normalised.</param>
    /// <param name="readsSpecial">Whether special tokens in a text are read as such.</param>
    public AddedTokens(IReadOnlyList<AddedToken> tokens, TextSteps steps, bool readsSpecial)
    {
        _asWritten = AddedTokenSearch.Over(tokens.Where(token => !token.IsNormalized).Select(token => (token.Content, token)), readsSpecial);
        TextPass pass = TextPass.Rent();
        try
        {
            _normalized = AddedTokenSearch.Over(
                [.. tokens.Where(token => token.IsNormalized).Select(token => (pass.Normalize(token.Content, 0, token.Content.Length, steps).Chars.ToString(), token))], readsSpecial);
        }
        finally
        {
            pass.Return();
        }
    }

    /// <summary>Adds a text's ids.</summary>
    public void Add(ReadOnlySpan<char> text, TextPass pass, TextSteps steps, WordPieceModel model)
    {
        int from = 0;
        if (_asWritten is { } search)
        {
            for (int position = 0; search.Next(text, ref position, from, out FoundToken found); from = found.End)
            {
                AddBetween(text, from, found.Start, pass, steps, model);
                pass.Tokens.Add(found.Id, found.Start, found.End);
            }
        }

        AddBetween(text, from, text.Length, pass, steps, model);
    }

    private void AddBetween(ReadOnlySpan<char> text, int from, int to, TextPass pass, TextSteps steps, WordPieceModel model)
    {
        if (_normalized is not { } search)
        {
            pass.Add(text, from, to, steps, model);
            return;
        }

        NormalizedText piece = pass.Normalize(text, from, to, steps);
        int done = 0;
        for (int position = 0; search.Next(piece.Chars, ref position, done, out FoundToken found); done = found.End)
        {
            pass.Add(piece, done, found.Start, steps, model);
            pass.Tokens.Add(found.Id, piece.StartOf(found.Start), piece.EndOf(found.End - 1));
        }

        pass.Add(piece, done, piece.Length, steps, model);
    }
}
