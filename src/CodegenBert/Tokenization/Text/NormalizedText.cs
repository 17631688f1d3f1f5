namespace CodegenBert.Tokenization.Text;

/// <summary>A normalised text, each of its UTF-16 units with the range of the original that it came from.</summary>
internal sealed class NormalizedText
{
    private char[] _chars = new char[256];
    private int[] _starts = new int[256];
    private int[] _ends = new int[256];

    public int Length { get; private set; }

    public int Capacity => _chars.Length;

    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, Length);

    public int StartOf(int unit) => _starts[unit];

    public int EndOf(int unit) => _ends[unit];

    public void Clear() => Length = 0;

    /// <summary>Adds a code point that came from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public void Append(int codePoint, int start, int end)
    {
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

    private void AppendUnit(char unit, int start, int end)
    {
        if (Length == _chars.Length)
        {
            Array.Resize(ref _chars, Length * 2);
            Array.Resize(ref _starts, Length * 2);
            Array.Resize(ref _ends, Length * 2);
        }

        (_chars[Length], _starts[Length], _ends[Length]) = (unit, start, end);
        Length++;
    }
}
