using System.Buffers.Binary;
using System.IO.Hashing;

namespace CodegenBert.Training.Representations;

/// <summary>One line of a shelf's index: where a text's rows lie, and their checksum. On disk 48 bytes, little-endian, with a checksum of their own.</summary>
/// <param name="Key">The text's (<see cref="TextKey"/>).</param>
/// <param name="Row">Its first row in the file of rows.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Checksum">XXH3 of the rows' bytes.</param>
internal readonly record struct ShelfRecord(UInt128 Key, long Row, int Rows, ulong Checksum)
{
    /// <summary>Bytes on disk.</summary>
    public const int Size = 48;

    private const int RowAt = 16, RowsAt = 24, ChecksumAt = 32, OwnChecksumAt = 40;

    /// <summary>The checksum of an entry's rows.</summary>
    public static ulong Sum(ReadOnlySpan<byte> rows) => XxHash3.HashToUInt64(rows);

    /// <summary>Writes the record.</summary>
    /// <param name="bytes"><see cref="Size"/> bytes.</param>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..Size];
        bytes.Clear();
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, Key);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[RowAt..], Row);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[RowsAt..], Rows);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[ChecksumAt..], Checksum);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[OwnChecksumAt..], Sum(bytes[..OwnChecksumAt]));
    }

    /// <summary>Reads a record; false if it is damaged.</summary>
    /// <param name="bytes"><see cref="Size"/> bytes.</param>
    /// <param name="record">What it says.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ShelfRecord record)
    {
        record = new(
            BinaryPrimitives.ReadUInt128LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[RowAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[RowsAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[ChecksumAt..]));
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes[OwnChecksumAt..]) == Sum(bytes[..OwnChecksumAt]) && record is { Row: >= 0, Rows: > 0 };
    }
}
