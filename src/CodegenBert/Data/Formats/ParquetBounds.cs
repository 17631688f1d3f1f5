using System.Buffers.Binary;
using Parquet.Meta;

namespace CodegenBert.Data.Formats;

/// <summary>
/// Makes sure that what a Parquet file says of its sizes is possible, before the library that reads it allocates them. Memory for a column follows from its bytes in the
/// file: values at most <see cref="FreeValues"/> + <see cref="MostValuesPerByte"/> a byte, and a page at most <see cref="FreePageBytes"/> + <see cref="MostBytesPerByte"/> a byte.
/// </summary>
/// <param name="stream">The file.</param>
/// <param name="source">What messages call it.</param>
internal sealed class ParquetBounds(Stream stream, string source)
{
    /// <summary>Values that a column may have whatever its bytes: a run of equal ones takes a few.</summary>
    public const long FreeValues = 1 << 20;

    /// <summary>Values for each byte beyond <see cref="FreeValues"/>.</summary>
    public const long MostValuesPerByte = 1024;

    /// <summary>What a page may unpack to whatever its bytes: four times the usual size.</summary>
    public const long FreePageBytes = 4 << 20;

    /// <summary>What a page may unpack to for each byte: the most that deflate does.</summary>
    public const long MostBytesPerByte = 1032;

    private const int TailBytes = 8;
    private const int ShortHeader = 1 << 10;
    private const int LongestHeader = 1 << 20;

    private const int DictionaryPage = 2;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Checks the footer, which describes the file.</summary>
    /// <exception cref="DataFileException">The file is no Parquet, encrypted, cut off or broken.</exception>
    public void CheckFooter()
    {
        byte[] tail = stream.Length < TailBytes + Magic.Length ? [] : At(stream.Length - TailBytes, TailBytes);
        if (tail.Length == 0 || !tail.AsSpan(4).SequenceEqual(Magic) || !At(0, Magic.Length).AsSpan().SequenceEqual(Magic))
        {
            throw new DataFileException(tail.AsSpan().EndsWith("PARE"u8)
                ? $"{source}: the Parquet file is encrypted; write it without encryption"
                : $"{source}: is no whole Parquet file, which begins and ends with PAR1; if it is of another format, name it so (.tsv, .csv, .jsonl) or say which, else fetch it again");
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > stream.Length - TailBytes - Magic.Length)
        {
            throw Broken("its footer");
        }

        ThriftBounds footer = new(At(stream.Length - TailBytes - length, (int)length));
        if (!footer.TryStructure(ParquetShapes.Footer) || footer.Position != length)
        {
            throw Broken("its footer");
        }
    }

    /// <summary>Checks a column's pages.</summary>
    /// <param name="column">What the footer says of it.</param>
    /// <param name="name">The column.</param>
    /// <exception cref="DataFileException">The pages are not where they are said to be, or say what cannot be.</exception>
    public void CheckPages(ColumnMetaData column, string name)
    {
        long position = column.DictionaryPageOffset is > 0 and { } dictionary ? dictionary : column.DataPageOffset;
        long bytes = column.TotalCompressedSize, values = 0;
        if (position < 0 || position > column.DataPageOffset || bytes < 0 || bytes > stream.Length - position || column.NumValues < 0 || column.NumValues > FreeValues + (MostValuesPerByte * bytes))
        {
            throw Broken($"the column {Quoted.Text(name)}");
        }

        for (long end = position + bytes; values < column.NumValues;)
        {
            (long compressed, long uncompressed, long count) = PageAt(ref position, end, name);
            position += compressed;
            values += count;
            if (compressed < 0 || uncompressed < 0 || count < 0 || position > end || values > column.NumValues || uncompressed > FreePageBytes + (MostBytesPerByte * compressed))
            {
                throw Broken($"a page of the column {Quoted.Text(name)}");
            }
        }
    }

    /// <summary>The error for a file that is broken.</summary>
    /// <param name="what">What of it.</param>
    /// <param name="cause">What the library said; null for none.</param>
    public DataFileException Broken(string what, Exception? cause = null) =>
        new($"{source}: the Parquet file is broken: {what} cannot be read{(cause is null ? "" : $" ({cause.GetType().Name}: {cause.Message})")}; fetch or write it again", cause!);

    /// <summary>Reads the header of the page at a position, and goes behind it. A dictionary's values are none of the column's.</summary>
    private (long Compressed, long Uncompressed, long Values) PageAt(ref long position, long end, string name)
    {
        const int pageType = 1, uncompressedSize = 2, compressedSize = 3;
        foreach (int most in (int[])[ShortHeader, LongestHeader])
        {
            long type = -1, compressed = -1, uncompressed = -1;
            Dictionary<int, long> counts = [];
            ThriftBounds header = new(At(position, (int)Math.Min(most, end - position)));
            bool isWhole = header.TryStructure(ParquetShapes.PageHeader, (field, value) =>
            {
                (type, uncompressed, compressed) = field switch
                {
                    pageType => (value, uncompressed, compressed),
                    uncompressedSize => (type, value, compressed),
                    compressedSize => (type, uncompressed, value),
                    _ => (type, uncompressed, compressed),
                };
                counts[field] = value;
            });
            if (isWhole)
            {
                position += header.Position;
                return counts.TryGetValue(CountField(type), out long count)
                    ? (compressed, uncompressed, type == DictionaryPage ? 0 : count)
                    : throw Broken($"a page of the column {Quoted.Text(name)}");
            }
        }

        throw Broken($"a page of the column {Quoted.Text(name)}");
    }

    /// <summary>Where a page's header has the number of its values: data, a dictionary, or data of the second kind; no other page is read.</summary>
    private static int CountField(long type) => type switch
    {
        0 => (16 * 5) + 1,
        DictionaryPage => (16 * 7) + 1,
        3 => (16 * 8) + 1,
        _ => -1,
    };

    private byte[] At(long position, int count)
    {
        byte[] bytes = new byte[count];
        stream.Position = position;
        stream.ReadExactly(bytes);
        return bytes;
    }
}
