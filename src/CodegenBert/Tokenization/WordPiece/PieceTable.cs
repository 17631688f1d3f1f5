using System.Numerics;

namespace CodegenBert.Tokenization.WordPiece;

/// <summary>Finds a vocabulary's pieces by span and hash, without making strings. Immutable.</summary>
internal sealed class PieceTable
{
    /// <summary>What marks a piece that goes on within a word.</summary>
    public const string ContinuationPrefix = "##";

    private const uint ContinuationSalt = 0x85EBCA6B;
    private const uint Spread = 0x9E3779B1;

    private readonly string?[] _tokens;
    private readonly Slot[] _slots;
    private readonly int _shift;

    /// <param name="tokens">Each id's token; null where a later line had the same.</param>
    public PieceTable(string?[] tokens)
    {
        _tokens = tokens;
        int entries = tokens.Length + tokens.Count(token => token is not null && IsContinuation(token));
        int bits = Math.Max(4, BitOperations.Log2((uint)entries) + 2);
        _slots = new Slot[1 << bits];
        _shift = 32 - bits;
        for (int id = 0; id < tokens.Length; id++)
        {
            if (tokens[id] is not { Length: > 0 } token)
            {
                continue;
            }

            Insert(WordHash.Of(token), id);
            LongestPiece = Math.Max(LongestPiece, token.Length);
            if (IsContinuation(token))
            {
                Insert(WordHash.Of(token.AsSpan(ContinuationPrefix.Length)) ^ ContinuationSalt, id);
            }
        }
    }

    /// <summary>The length of the longest token in UTF-16 units.</summary>
    public int LongestPiece { get; }

    /// <summary>The id of the piece with these letters and this <see cref="WordHash"/>, or -1.</summary>
    /// <param name="piece">The letters, without <c>##</c>.</param>
    /// <param name="hash">Their hash.</param>
    /// <param name="continues">Whether the piece goes on within a word.</param>
    public int Find(ReadOnlySpan<char> piece, uint hash, bool continues)
    {
        if (continues)
        {
            hash ^= ContinuationSalt;
        }

        Slot[] slots = _slots;
        uint index = (hash * Spread) >> _shift;
        while (true)
        {
            Slot slot = slots[index];
            if (slot.IdPlusOne == 0)
            {
                return -1;
            }

            if (slot.Hash == hash && Matches(_tokens[slot.IdPlusOne - 1]!, piece, continues))
            {
                return slot.IdPlusOne - 1;
            }

            index = (index + 1) & (uint)(slots.Length - 1);
        }
    }

    private static bool Matches(string token, ReadOnlySpan<char> piece, bool continues) => continues
        ? IsContinuation(token) && token.AsSpan(ContinuationPrefix.Length).SequenceEqual(piece)
        : token.AsSpan().SequenceEqual(piece);

    private static bool IsContinuation(string token) =>
        token.Length > ContinuationPrefix.Length && token.StartsWith(ContinuationPrefix, StringComparison.Ordinal);

    private void Insert(uint hash, int id)
    {
        uint index = (hash * Spread) >> _shift;
        while (_slots[index].IdPlusOne != 0)
        {
            index = (index + 1) & (uint)(_slots.Length - 1);
        }

        _slots[index] = new Slot(hash, id + 1);
    }

    private readonly record struct Slot(uint Hash, int IdPlusOne);
}
