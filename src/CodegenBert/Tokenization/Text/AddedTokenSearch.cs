using System.Buffers;
using System.Globalization;
using System.Text;

namespace CodegenBert.Tokenization.Text;

/// <summary>A token that was found in a text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Start">Where it starts, white space that belongs to it included.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct FoundToken(int Id, int Start, int End);

/// <summary>
/// Finds added tokens in a text: exactly spelled, the leftmost first, of several there the longest, and each only where its rules allow it
/// (<c>AddedVocabulary::find_matches</c> of Hugging Face's tokenizers). What a rule forbids takes its place all the same: no other token is looked for in it.
/// </summary>
internal sealed class AddedTokenSearch
{
    private readonly SearchValues<string> _spellings;
    private readonly Dictionary<string, AddedToken>.AlternateLookup<ReadOnlySpan<char>> _tokens;
    private readonly int[] _lengthsDown;
    private readonly bool _readsSpecial;

    private AddedTokenSearch(Dictionary<string, AddedToken> tokens, bool readsSpecial)
    {
        _spellings = SearchValues.Create([.. tokens.Keys], StringComparison.Ordinal);
        _tokens = tokens.GetAlternateLookup<ReadOnlySpan<char>>();
        _lengthsDown = [.. tokens.Keys.Select(spelling => spelling.Length).Distinct().OrderDescending()];
        _readsSpecial = readsSpecial;
    }

    /// <summary>A search for tokens, or null if none of them could be found.</summary>
    /// <param name="tokens">The tokens with their spellings; one without letters is never found.</param>
    /// <param name="readsSpecial">Whether the special ones are looked for.</param>
    public static AddedTokenSearch? Over(IEnumerable<(string Spelling, AddedToken Token)> tokens, bool readsSpecial)
    {
        var bySpelling = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        foreach ((string spelling, AddedToken token) in tokens.Where(token => token.Spelling.Length > 0))
        {
            bySpelling.TryAdd(spelling, token);
        }

        return bySpelling.Values.Any(token => readsSpecial || !token.IsSpecial) ? new(bySpelling, readsSpecial) : null;
    }

    /// <summary>Finds the next token.</summary>
    /// <param name="text">All of the text: what stands around a token matters too.</param>
    /// <param name="position">Where to look from; on return where to look on.</param>
    /// <param name="taken">Where the last token ended: white space before that is not taken twice.</param>
    /// <param name="found">The token.</param>
    /// <returns>Whether there is one.</returns>
    public bool Next(ReadOnlySpan<char> text, ref int position, int taken, out FoundToken found)
    {
        for (int distance; (distance = text[position..].IndexOfAny(_spellings)) >= 0;)
        {
            int start = position + distance;
            AddedToken token = LongestAt(text[start..], out int length);
            int end = position = start + length;
            if ((token.IsSpecial && !_readsSpecial) || (token.IsSingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..]))))
            {
                continue;
            }

            start = token.StripsLeft ? Math.Max(taken, text[..start].TrimEnd().Length) : start;
            end = token.StripsRight ? text.Length - text[end..].TrimStart().Length : end;
            found = new(token.Id, start, end);
            return true;
        }

        found = default;
        return false;
    }

    private AddedToken LongestAt(ReadOnlySpan<char> text, out int length)
    {
        foreach (int candidate in _lengthsDown)
        {
            if (candidate <= text.Length && _tokens.TryGetValue(text[..candidate], out AddedToken? token))
            {
                length = candidate;
                return token;
            }
        }

        throw new InvalidOperationException("A spelling was found where none begins.");
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text) => Rune.DecodeLastFromUtf16(text, out Rune last, out _) == OperationStatus.Done && IsWord(last);

    private static bool StartsWithWord(ReadOnlySpan<char> text) => Rune.DecodeFromUtf16(text, out Rune first, out _) == OperationStatus.Done && IsWord(first);

    /// <summary>The <c>\w</c> of Rust's regular expressions (Unicode's UTS 18, annex C). The categories are .NET's own: they do not come from ICU.</summary>
    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.LetterNumber or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => true,
        _ => rune.Value is 0x200C or 0x200D // joiners
            or (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189), // letters in circles and squares
    };
}
