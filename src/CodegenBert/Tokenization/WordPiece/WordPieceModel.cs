namespace CodegenBert.Tokenization.WordPiece;

/// <summary>
/// WordPiece: from the left, always the longest piece in the vocabulary; where there is none, the whole word is unknown
/// (Wu et al. 2016, arXiv:1609.08144, section 4.1; Hugging Face's <c>WordPiece</c>).
/// </summary>
internal sealed class WordPieceModel(PieceTable pieces, int unknownId)
{
    private readonly int[] _symbols = [.. Enumerable.Range(0, 128).Select(c => pieces.Find([(char)c], WordHash.Of([(char)c]), continues: false) is >= 0 and int id ? id : unknownId)];

    /// <summary>Adds an ASCII character that is a word of its own.</summary>
    public void AddSymbol(char symbol, int start, TokenBuffer tokens) => tokens.Add(_symbols[symbol], start, start + 1);

    /// <summary>Adds a word whose units come one by one from the text at <paramref name="start"/>, and empties it.</summary>
    public void AddAscii(WordBuffer word, int start, TokenBuffer tokens)
    {
        AddPieces(word, start, tokens);
        word.Clear();
    }

    /// <summary>Adds the word, if there is one, and empties it.</summary>
    public void Add(WordBuffer word, TokenBuffer tokens)
    {
        if (word.IsEmpty)
        {
            return;
        }

        if (word.IsTooLong)
        {
            tokens.Add(unknownId, word.Start, word.End);
        }
        else
        {
            int first = tokens.Count;
            AddPieces(word, 0, tokens);
            for (int i = first; i < tokens.Count; i++)
            {
                tokens.Starts[i] = word.StartOf(tokens.Starts[i]);
                tokens.Ends[i] = word.EndOf(tokens.Ends[i] - 1);
            }
        }

        word.Clear();
    }

    // The pieces' ranges are counted in the word's units, from `start` on.
    private void AddPieces(WordBuffer word, int start, TokenBuffer tokens)
    {
        ReadOnlySpan<char> chars = word.Chars;
        ReadOnlySpan<uint> hashes = word.Hashes;
        int first = tokens.Count;
        for (int begin = 0; begin < chars.Length;)
        {
            int end = Math.Min(chars.Length, begin + pieces.LongestPiece);
            int id = -1;
            for (; end > begin; end--)
            {
                id = pieces.Find(chars[begin..end], WordHash.OfPart(hashes, begin, end), begin > 0);
                if (id >= 0)
                {
                    break;
                }
            }

            if (id < 0)
            {
                tokens.CutTo(first);
                tokens.Add(unknownId, start, start + chars.Length);
                return;
            }

            tokens.Add(id, start + begin, start + end);
            begin = end;
        }
    }
}
