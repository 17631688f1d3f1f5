using CodegenBert.Tokenization.Text.Unicode;

namespace CodegenBert.Tokenization.Text;

/// <summary>What ASCII's letters and digits become, looked up: the short way through normalisation and splitting.</summary>
internal static class AsciiLetters
{
    /// <summary>The number of ASCII characters.</summary>
    public const int Characters = 128;

    private static readonly byte[] s_asTheyAre = Fill(c => c);
    private static readonly byte[] s_lowerCased = Fill(char.ToLowerInvariant);
    private static readonly bool[] s_separates = [.. Enumerable.Range(0, Characters).Select(c => c == ' ' || (CodePoints.ClassOf(c) & CodePointClass.Punctuation) != 0)];

    /// <summary>For each ASCII character itself, or 0 if it is no letter or digit.</summary>
    public static ReadOnlySpan<byte> AsTheyAre => s_asTheyAre;

    /// <summary>For each ASCII character its lower case, or 0 if it is no letter or digit.</summary>
    public static ReadOnlySpan<byte> LowerCased => s_lowerCased;

    /// <summary>Whether a character is a space or an ASCII symbol, which ends a word by every tokenizer's settings.</summary>
    public static bool Separates(char c) => c < Characters && s_separates[c];

    private static byte[] Fill(Func<char, char> change) =>
        [.. Enumerable.Range(0, Characters).Select(c => char.IsAsciiLetterOrDigit((char)c) ? (byte)change((char)c) : (byte)0)];
}
