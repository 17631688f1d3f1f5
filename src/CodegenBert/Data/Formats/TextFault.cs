using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace CodegenBert.Data.Formats;

/// <summary>What makes a line unreadable as text, before its fields are looked at.</summary>
internal static class TextFault
{
    /// <summary>What is wrong with a line; null if it is text.</summary>
    /// <param name="line">The line's bytes.</param>
    /// <param name="text">The file that it stands in.</param>
    public static string? Of(ReadOnlySpan<byte> line, DataText text)
    {
        if (!Utf8.IsValid(line))
        {
            return Invalid(line, text);
        }

        int nul = line.IndexOf((byte)0);
        return nul < 0 ? null : $"byte {nul + 1} of the line is NUL; a data file is text, UTF-8 or UTF-16 with a byte-order mark, and nothing binary";
    }

    private static string Invalid(ReadOnlySpan<byte> line, DataText text)
    {
        int valid = 0;
        while (Rune.DecodeFromUtf8(line[valid..], out _, out int length) == OperationStatus.Done)
        {
            valid += length;
        }

        if (text.Encoding == TextEncoding.Utf16)
        {
            int character = CodePoints.Count(line[..valid]) + 1;
            return $"character {character} of the line is not UTF-16: {(line[valid] == 0xFF ? "the file ends with half a character" : "half of a surrogate pair")}; save the file again, as UTF-8";
        }

        string seems = SeemsLatin(line)
            ? $"it seems to be Windows-1252 (which ISO-8859-1, Latin-1, is a part of); {Conversion.To(text.Source, "WINDOWS-1252")}"
            : "it may be of another encoding (Windows-1251, GB18030, Shift-JIS) or binary; save the file as UTF-8, or convert it with iconv from the encoding that it has";
        return $"byte {valid + 1} of the line (0x{line[valid]:X2}) is not UTF-8; {seems}";
    }

    /// <summary>Letters with accents stand alone among plain ones; where every other byte is beyond ASCII, it is no Western alphabet.</summary>
    private static bool SeemsLatin(ReadOnlySpan<byte> line)
    {
        int beyond = 0, letters = 0;
        foreach (byte b in line)
        {
            if (b is 0x81 or 0x8D or 0x8F or 0x90 or 0x9D or < 9)
            {
                return false; // none of Windows-1252's
            }

            beyond += b >= 0x80 ? 1 : 0;
            letters += char.IsAsciiLetter((char)b) ? 1 : 0;
        }

        return 3 * beyond <= letters;
    }
}
