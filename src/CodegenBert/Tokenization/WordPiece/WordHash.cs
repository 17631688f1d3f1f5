namespace CodegenBert.Tokenization.WordPiece;

/// <summary>
/// A polynomial hash modulo 2^32, after Karp and Rabin: from the hashes of a word's beginnings follows that of any part of it
/// in one multiplication, so WordPiece's search for the longest piece need not read the letters again for each length.
/// </summary>
internal static class WordHash
{
    private const uint Base = 0x9E3779B1;

    private static readonly uint[] s_powers = Powers();

    public static uint Append(uint hash, char unit) => (hash * Base) + unit;

    public static uint Of(ReadOnlySpan<char> text)
    {
        uint hash = 0;
        foreach (char unit in text)
        {
            hash = Append(hash, unit);
        }

        return hash;
    }

    /// <summary>The hash of the units from <paramref name="begin"/> to <paramref name="end"/>, given those of the beginnings.</summary>
    public static uint OfPart(ReadOnlySpan<uint> hashes, int begin, int end) => hashes[end] - (hashes[begin] * s_powers[end - begin]);

    private static uint[] Powers()
    {
        var powers = new uint[(WordBuffer.MaximalCodePoints * 2) + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * Base;
        }

        return powers;
    }
}
