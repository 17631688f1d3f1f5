namespace CodegenBert.Tokenization.WordPiece;

/// <summary>The word that is being put together: its normalised UTF-16 units, where each came from, and the hashes of its beginnings.</summary>
internal sealed class WordBuffer
{
    /// <summary>BERT's <c>max_input_chars_per_word</c>: a word of more code points is unknown as a whole.</summary>
    public const int MaximalCodePoints = 100;

    private const int Capacity = MaximalCodePoints * 2;

    private readonly char[] _chars = new char[Capacity];
    private readonly uint[] _hashes = new uint[Capacity + 1];
    private readonly int[] _starts = new int[Capacity];
    private readonly int[] _ends = new int[Capacity];
    private int _codePoints;

    /// <summary>The length in UTF-16 units; of a word that is too long, that of its beginning.</summary>
    public int Length { get; private set; }

    public bool IsEmpty => _codePoints == 0;

    public bool IsTooLong => _codePoints > MaximalCodePoints;

    /// <summary>Where in the text the word starts.</summary>
    public int Start { get; private set; }

    /// <summary>Where in the text the word ends.</summary>
    public int End { get; private set; }

    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, Length);

    /// <summary>The hash of the first n units at index n.</summary>
    public ReadOnlySpan<uint> Hashes => _hashes.AsSpan(0, Length + 1);

    public int StartOf(int unit) => _starts[unit];

    public int EndOf(int unit) => _ends[unit];

    /// <summary>Adds a code point that came from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public void Append(int codePoint, int start, int end)
    {
        if (_codePoints++ == 0)
        {
            Start = start;
        }

        End = end;
        if (IsTooLong)
        {
            return;
        }

        if (codePoint <= char.MaxValue)
        {
            AppendUnit((char)codePoint, start, end);
        }
        else
        {
            AppendUnit((char)((codePoint + 0x35F0000) >> 10), start, end);
            AppendUnit((char)(0xDC00 | (codePoint & 0x3FF)), start, end);
        }
    }

    /// <summary>
    /// Replaces the word by the ASCII letters and digits with which a text begins. Where they came from is not kept: the n-th unit
    /// from the n-th.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="letters">What each ASCII letter and digit becomes; 0 for other characters.</param>
    /// <returns>How many they are; 0 if they are more than <see cref="MaximalCodePoints"/>.</returns>
    public int SetAscii(ReadOnlySpan<char> text, ReadOnlySpan<byte> letters)
    {
        char[] chars = _chars;
        uint[] hashes = _hashes;
        uint hash = 0;
        int length = 0;
        for (; length < text.Length; length++)
        {
            int c = text[length];
            byte letter = c < letters.Length ? letters[c] : (byte)0;
            if (letter == 0)
            {
                break;
            }

            if (length == MaximalCodePoints)
            {
                return 0;
            }

            chars[length] = (char)letter;
            hash = WordHash.Append(hash, (char)letter);
            hashes[length + 1] = hash;
        }

        Length = length;
        return length;
    }

    public void Clear()
    {
        Length = 0;
        _codePoints = 0;
    }

    private void AppendUnit(char unit, int start, int end)
    {
        int index = Length++;
        _chars[index] = unit;
        _hashes[index + 1] = WordHash.Append(_hashes[index], unit);
        _starts[index] = start;
        _ends[index] = end;
    }
}
