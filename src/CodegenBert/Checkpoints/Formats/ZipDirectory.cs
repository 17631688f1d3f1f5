using System.Buffers.Binary;
using System.Text;

namespace CodegenBert.Checkpoints.Formats;

/// <summary>
/// The table of contents of a zip archive whose entries are stored as they are, as PyTorch writes them, with the 64-bit records
/// (PKWARE's APPNOTE.TXT, 4.3 and 4.5.3). <c>System.IO.Compression</c> does not say where an entry lies; here it is read in place.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054b50, End64Signature = 0x06064b50, Locator64Signature = 0x07064b50, EntrySignature = 0x02014b50, LocalSignature = 0x04034b50;
    private const int EndLength = 22, Locator64Length = 20, End64Length = 56, EntryLength = 46, LocalLength = 30;
    private const int MaximumLength = 16 << 20;

    private readonly FileStream _file;
    private readonly Dictionary<string, FileBytes> _entries = new(StringComparer.Ordinal);

    private ZipDirectory(FileStream file) => _file = file;

    /// <summary>The entries' bytes by their names.</summary>
    public IReadOnlyDictionary<string, FileBytes> Entries => _entries;

    /// <summary>Reads the table of contents.</summary>
    /// <exception cref="CheckpointException">It is missing or broken, an entry is compressed or encrypted, or does not lie in the archive.</exception>
    public static ZipDirectory Read(FileStream file)
    {
        var directory = new ZipDirectory(file);
        (long position, long length) = directory.Locate();
        if (length > MaximumLength)
        {
            throw directory.Broken($"its table of contents has {length} bytes; at most {MaximumLength} are read");
        }

        directory.ReadEntries(directory.At(position, length));
        return directory;
    }

    private (long Position, long Length) Locate()
    {
        byte[] end = At(_file.Length - EndLength, EndLength);
        if (UInt32(end, 0) != EndSignature)
        {
            throw Broken("the archive has no end: the file was cut, or something follows it");
        }

        if (UInt32(end, 12) != uint.MaxValue && UInt32(end, 16) != uint.MaxValue)
        {
            return (UInt32(end, 16), UInt32(end, 12));
        }

        byte[] locator = At(_file.Length - EndLength - Locator64Length, Locator64Length);
        byte[] end64 = At(UInt32(locator, 0) == Locator64Signature ? Int64(locator, 8) : -1, End64Length);
        return UInt32(end64, 0) == End64Signature ? (Int64(end64, 48), Int64(end64, 40)) : throw Broken("the 64-bit end of the archive is not where it is said to be");
    }

    private void ReadEntries(byte[] table)
    {
        for (int at = 0; at < table.Length;)
        {
            int rest = table.Length - at, names = rest < EntryLength ? 0 : UInt16(table, at + 28), extra = rest < EntryLength ? 0 : UInt16(table, at + 30);
            int length = EntryLength + names + extra + (rest < EntryLength ? 0 : UInt16(table, at + 32));
            if (rest < length || UInt32(table, at) != EntrySignature)
            {
                throw Broken("its table of contents is broken");
            }

            string name = Encoding.UTF8.GetString(table, at + EntryLength, names);
            bool encrypted = (UInt16(table, at + 8) & 1) != 0, compressed = UInt16(table, at + 10) != 0;
            if (encrypted || compressed || !_entries.TryAdd(name, Place(name, table.AsSpan(at, EntryLength), table.AsSpan(at + EntryLength + names, extra))))
            {
                throw Broken($"its entry '{name}' is {(encrypted ? "encrypted" : compressed ? "compressed" : "there twice")}; torch.save stores each entry once, as it is");
            }

            at += length;
        }
    }

    /// <summary>A size or place that does not fit 32 bits stands in the extra field 1, in this order: size, stored size, place.</summary>
    private FileBytes Place(string name, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        ReadOnlySpan<byte> wide = [];
        while (extra.Length >= 4)
        {
            int tag = UInt16(extra, 0), size = Math.Min(UInt16(extra, 2), extra.Length - 4);
            wide = tag == 1 ? extra.Slice(4, size) : wide;
            extra = extra[(4 + size)..];
        }

        Span<long> values = [UInt32(entry, 24), UInt32(entry, 20), UInt32(entry, 42)];
        foreach (ref long value in values)
        {
            if (value == uint.MaxValue && wide.Length >= sizeof(long))
            {
                value = Int64(wide, 0);
                wide = wide[sizeof(long)..];
            }
        }

        byte[] local = At(values[2], LocalLength);
        long position = values[2] + LocalLength + UInt16(local, 26) + UInt16(local, 28);
        return values[0] == values[1] && values[0] >= 0 && values[0] <= _file.Length - position && UInt32(local, 0) == LocalSignature
            ? new(_file, position, values[0])
            : throw Broken($"its entry '{name}' does not lie where the table of contents says");
    }

    private byte[] At(long position, long length)
    {
        if (position < 0 || length < 0 || position > _file.Length - length)
        {
            throw Broken("the archive ends early");
        }

        byte[] bytes = new byte[length];
        _file.Position = position;
        _file.ReadExactly(bytes);
        return bytes;
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private CheckpointException Broken(string reason) => TorchArchive.Refuse(_file.Name, reason);
}
