using System.Buffers;
using System.Text;

namespace CodegenBert.Tokenization.WordPiece;

/// <summary>
/// Ids back to text as Hugging Face's WordPiece decoder does it: pieces are joined, words parted by a blank, and the blank
/// before some punctuation and English endings is left out. Ids without a token are skipped.
/// </summary>
internal sealed class WordPieceDecoder(Vocabulary vocabulary)
{
    // The decoder's `cleanup`, as far as it can apply to a single token.
    private static readonly string[] s_withoutBlank = [".", "?", "!", ",", "n't", "'m", "'s", "'ve", "'re"];

    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens)
    {
        var text = new StringBuilder();
        bool isFirst = true;
        foreach (int id in ids)
        {
            if (Find(id, skipSpecialTokens) is { } token)
            {
                text.Append(NeedsBlank(token, isFirst) ? " " : string.Empty).Append(Letters(token, isFirst));
                isFirst = false;
            }
        }

        return text.ToString();
    }

    public OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        (idsConsumed, charsWritten) = (0, 0);
        bool isFirst = true;
        foreach (int id in ids)
        {
            if (Find(id, skipSpecialTokens: false) is { } token)
            {
                ReadOnlySpan<char> letters = Letters(token, isFirst);
                int blank = NeedsBlank(token, isFirst) ? 1 : 0;
                if (charsWritten + blank + letters.Length > destination.Length)
                {
                    return OperationStatus.DestinationTooSmall;
                }

                destination.Slice(charsWritten, blank).Fill(' ');
                letters.CopyTo(destination[(charsWritten + blank)..]);
                charsWritten += blank + letters.Length;
                isFirst = false;
            }

            idsConsumed++;
        }

        return OperationStatus.Done;
    }

    private string? Find(int id, bool skipSpecialTokens) =>
        skipSpecialTokens && vocabulary.SpecialIds.Contains(id) ? null : vocabulary.TokenOf(id);

    private static bool Continues(string token, bool isFirst) =>
        !isFirst && token.StartsWith(PieceTable.ContinuationPrefix, StringComparison.Ordinal);

    private static ReadOnlySpan<char> Letters(string token, bool isFirst) =>
        Continues(token, isFirst) ? token.AsSpan(PieceTable.ContinuationPrefix.Length) : token;

    private static bool NeedsBlank(string token, bool isFirst)
    {
        if (isFirst || Continues(token, isFirst))
        {
            return false;
        }

        foreach (string start in s_withoutBlank)
        {
            if (token.StartsWith(start, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
