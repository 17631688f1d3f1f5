using System.Buffers;

namespace CodegenBert.Tokenization.Text;

/// <summary>Finds special tokens in the raw text, before normalisation: exactly spelled, the leftmost first, of several there the longest.</summary>
internal sealed class SpecialTokenSearch
{
    private readonly SearchValues<string> _spellings;
    private readonly (string Spelling, int Id)[] _longestFirst;

    public SpecialTokenSearch(IReadOnlyDictionary<string, int> special)
    {
        _spellings = SearchValues.Create([.. special.Keys], StringComparison.Ordinal);
        _longestFirst = [.. special.Select(pair => (pair.Key, pair.Value)).OrderByDescending(pair => pair.Key.Length)];
    }

    /// <summary>Where the next special token starts, or -1.</summary>
    public int Find(ReadOnlySpan<char> text, int from, out int length, out int id)
    {
        (length, id) = (0, -1);
        int distance = text[from..].IndexOfAny(_spellings);
        if (distance < 0)
        {
            return -1;
        }

        foreach ((string spelling, int candidate) in _longestFirst)
        {
            if (text[(from + distance)..].StartsWith(spelling, StringComparison.Ordinal))
            {
                (length, id) = (spelling.Length, candidate);
                break;
            }
        }

        return from + distance;
    }
}
