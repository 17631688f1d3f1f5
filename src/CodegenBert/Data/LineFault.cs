using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace CodegenBert.Data;

/// <summary>What makes a line unreadable as text, before its columns are looked at.</summary>
internal static class LineFault
{
    /// <summary>What is wrong with the reader's current line; null if it is text.</summary>
    /// <param name="lines">The reader.</param>
    public static string? Of(Utf8LineReader lines)
    {
        if (lines.TooLong)
        {
            return "the line has more than 1 MiB; a data file has one row a line, ended by LF or CR LF";
        }

        if (!Utf8.IsValid(lines.Line))
        {
            return NotUtf8(lines.Line, lines.Number);
        }

        int nul = lines.Line.IndexOf((byte)0);
        return nul < 0 ? null : $"byte {nul + 1} of the line is NUL; a data file is UTF-8 text (neither UTF-16 nor binary)";
    }

    private static string NotUtf8(ReadOnlySpan<byte> line, int number)
    {
        if (number == 1 && (line.StartsWith<byte>([0xFF, 0xFE]) || line.StartsWith<byte>([0xFE, 0xFF])))
        {
            return "the file is UTF-16; save it as UTF-8";
        }

        int valid = 0;
        while (Rune.DecodeFromUtf8(line[valid..], out _, out int length) == OperationStatus.Done)
        {
            valid += length;
        }

        return $"byte {valid + 1} of the line (0x{line[valid]:X2}) is not UTF-8; save the file as UTF-8";
    }
}
