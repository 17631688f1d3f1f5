namespace CodegenBert.Data.Formats;

/// <summary>Counts characters as editors do.</summary>
internal static class CodePoints
{
    /// <summary>The Unicode code points of UTF-8; of what is not valid, the bytes that begin one.</summary>
    /// <param name="utf8">The bytes.</param>
    public static int Count(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte b in utf8)
        {
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    /// <summary>The Unicode code points of UTF-16.</summary>
    /// <param name="text">The text.</param>
    public static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            count += i > 0 && char.IsSurrogatePair(text[i - 1], text[i]) ? 0 : 1;
        }

        return count;
    }
}
