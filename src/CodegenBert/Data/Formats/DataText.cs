namespace CodegenBert.Data.Formats;

/// <summary>A data file's text as UTF-8, whatever it is packed and encoded in.</summary>
/// <param name="Utf8">The bytes, from the byte-order mark on if there is one.</param>
/// <param name="Encoding">How they are written in the file.</param>
/// <param name="Source">What messages call the file.</param>
internal sealed record DataText(Stream Utf8, TextEncoding Encoding, string Source)
{
    private const int MostSignatureBytes = 8;

    /// <summary>Whether a place in <see cref="Utf8"/> can be gone back to: the file's own bytes, of which none are unpacked or decoded.</summary>
    public bool CanSeek => Utf8.CanSeek;

    /// <summary>Finds out how the bytes are encoded.</summary>
    /// <param name="data">The unpacked bytes.</param>
    /// <param name="source">What messages call them.</param>
    /// <exception cref="DataFileException">They are no text, or of an encoding that is not read.</exception>
    public static DataText Of(Stream data, string source)
    {
        (byte[] first, Stream whole) = PrefixedStream.Peek(data, MostSignatureBytes);
        if (Refusal(first, source) is { } refusal)
        {
            throw new DataFileException($"{source}: {refusal}");
        }

        return first switch
        {
            [0xFF, 0xFE, ..] => new(new Utf16Text(whole, bigEndian: false), TextEncoding.Utf16, source),
            [0xFE, 0xFF, ..] => new(new Utf16Text(whole, bigEndian: true), TextEncoding.Utf16, source),
            _ => new(whole, TextEncoding.Utf8, source),
        };
    }

    /// <summary>What speaks against reading the file as text; null if nothing does.</summary>
    private static string? Refusal(ReadOnlySpan<byte> first, string source) => first switch
    {
        [0xFF, 0xFE, 0, 0, ..] => $"the file is UTF-32 (little-endian); {Conversion.To(source, "UTF-32LE")}",
        [0, 0, 0xFE, 0xFF, ..] => $"the file is UTF-32 (big-endian); {Conversion.To(source, "UTF-32BE")}",
        [not 0, 0, not 0, 0, ..] => $"the file seems to be UTF-16 (little-endian) without a byte-order mark; {Conversion.To(source, "UTF-16LE")}",
        [0, not 0, 0, not 0, ..] => $"the file seems to be UTF-16 (big-endian) without a byte-order mark; {Conversion.To(source, "UTF-16BE")}",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "the file is Parquet, not text; name it .parquet, or say that its format is Parquet",
        [(byte)'P', (byte)'K', 3, 4, ..] => "the file is a ZIP archive, as Excel's workbooks are; unpack it, or save the table as \"CSV UTF-8\"",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "the file is a binary Office document; save the table as \"CSV UTF-8\"",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "the file is packed with zstd; unpack it, or pack it with gzip",
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => "the file is packed with bzip2; unpack it, or pack it with gzip",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "the file is packed with xz; unpack it, or pack it with gzip",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "the file is a PNG picture, not text",
        _ => null,
    };
}
