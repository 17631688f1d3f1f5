using System.Buffers.Binary;
using Parquet.Meta;
using Parquet.Schema;

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

    /// <summary>Groups that a schema may have, in each other or side by side: the library calls itself for each that is in another.</summary>
    public const int MostGroups = 1000;

    private const int TailBytes = 8;
    private const int ShortHeader = 1 << 10;
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Checks the footer, which describes the file.</summary>
    /// <exception cref="DataFileException">The file is no Parquet, encrypted, cut off or broken, or has too many groups.</exception>
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

        const int childrenOfElement = (16 * 2) + 5;
        int groups = 0;
        ThriftBounds footer = new(At(stream.Length - TailBytes - length, (int)length));
        if (!footer.TryStructure(ParquetShapes.Footer, (field, value) => groups += field == childrenOfElement && value > 0 ? 1 : 0) || footer.Position != length)
        {
            throw Broken("its footer");
        }

        if (groups > MostGroups)
        {
            throw new DataFileException($"{source}: the schema of the Parquet file has {groups} groups, and at most {MostGroups} are read; write a file that has the task's columns only, side by side");
        }
    }

    /// <summary>Checks a column's pages.</summary>
    /// <param name="about">What the footer says of it.</param>
    /// <param name="column">The column.</param>
    /// <returns>Where the last page ends.</returns>
    /// <exception cref="DataFileException">The pages are not where they are said to be, or say what cannot be.</exception>
    public long CheckPages(ColumnMetaData about, DataField column)
    {
        string name = Quoted.Text(column.Path.FirstPart ?? column.Name);
        long position = ((long?[])[about.DictionaryPageOffset, about.DataPageOffset, about.IndexPageOffset]).Where(offset => offset is not (null or 0)).Min() ?? 0; // as the library has it
        long bytes = about.TotalCompressedSize, values = 0;
        if (position <= 0 || bytes < 0 || bytes > stream.Length - position || about.NumValues < 0 || about.NumValues > FreeValues + (MostValuesPerByte * bytes))
        {
            throw Broken($"the column {name}");
        }

        for (long end = position + bytes; values < about.NumValues;)
        {
            ParquetPage page = PageAt(ref position, end) ?? throw Broken($"a page of the column {name}");
            values += page.IsDictionary ? 0 : page.Values;
            if (values > about.NumValues || page.Compressed > end - position || !page.Fits(about.Codec, column) || !UnpacksAsItSays(page, position, about.Codec))
            {
                throw Broken($"a page of the column {name}");
            }

            position += page.Compressed;
        }

        return position;
    }

    /// <summary>The error for a file that is broken.</summary>
    /// <param name="what">What of it.</param>
    /// <param name="cause">What the library said; null for none.</param>
    public DataFileException Broken(string what, Exception? cause = null) =>
        new($"{source}: the Parquet file is broken: {what} cannot be read{(cause is null ? "" : $" ({cause.GetType().Name}: {cause.Message})")}; fetch or write it again", cause!);

    private bool UnpacksAsItSays(ParquetPage page, long position, CompressionCodec codec)
    {
        if (page.Uncompressed > FreePageBytes + (MostBytesPerByte * page.Compressed))
        {
            return false;
        }

        int needed = page.IsPacked ? (int)Math.Min(PackedBytes.Needed(codec), page.Compressed - page.LevelBytes) : 0;
        return PackedBytes.UnpackTo(codec, At(position + page.LevelBytes, needed), page.Uncompressed - page.LevelBytes);
    }

    /// <summary>Reads the header of the page at a position, and goes behind it; null where there is none.</summary>
    private ParquetPage? PageAt(ref long position, long end)
    {
        foreach (int most in (int[])[ShortHeader, LongestHeader])
        {
            Dictionary<int, long> fields = [];
            ThriftBounds header = new(At(position, (int)Math.Min(most, end - position)));
            if (header.TryStructure(ParquetShapes.PageHeader, (field, value) => fields[field] = value))
            {
                position += header.Position;
                return new ParquetPage(fields);
            }
        }

        return null;
    }

    private byte[] At(long position, int count)
    {
        byte[] bytes = new byte[count];
        stream.Position = position;
        stream.ReadExactly(bytes);
        return bytes;
    }
}
