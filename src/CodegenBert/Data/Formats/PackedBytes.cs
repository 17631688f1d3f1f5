using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Parquet.Meta;

namespace CodegenBert.Data.Formats;

/// <summary>
/// Packed bytes, and to how many they unpack. Parquet.Net 6.1.0 takes as much memory as Snappy and Zstandard say they need, and of Brotli and LZ4 it takes what is missing from rented arrays as they are.
/// </summary>
internal static class PackedBytes
{
    private const long Impossible = -1;

    private const uint ZstandardFrame = 0xFD2FB528;

    /// <summary>How many of the first bytes <see cref="UnpackTo"/> needs.</summary>
    /// <param name="codec">How they are packed.</param>
    public static int Needed(CompressionCodec codec) => codec switch
    {
        CompressionCodec.SNAPPY => 5,
        CompressionCodec.ZSTD => 18,
        CompressionCodec.BROTLI or CompressionCodec.LZ4 or CompressionCodec.LZ4_RAW => int.MaxValue,
        _ => 0,
    };

    /// <summary>Whether they unpack to a number of bytes, or do not say.</summary>
    /// <param name="codec">How they are packed.</param>
    /// <param name="packed">The bytes, as far as they are needed.</param>
    /// <param name="length">The number, for which there is memory.</param>
    public static bool UnpackTo(CompressionCodec codec, ReadOnlySpan<byte> packed, long length) => packed.IsEmpty || codec switch
    {
        CompressionCodec.SNAPPY => Snappy(packed) == length,
        CompressionCodec.ZSTD => Zstandard(packed) is not { } said || said == length,
        CompressionCodec.BROTLI => IsBrotli(packed, (int)length),
        CompressionCodec.LZ4 or CompressionCodec.LZ4_RAW => Lz4(packed) == length,
        _ => true,
    };

    /// <summary>google/snappy, <c>format_description.txt</c>, section 1: seven bits a byte, as in Thrift.</summary>
    private static long Snappy(ReadOnlySpan<byte> packed) => new ThriftBounds(packed).TryVariable(32, out ulong length) ? (long)length : Impossible;

    /// <summary>RFC 8878, section 3.1.1.1: the frame's content size, behind the window's descriptor and a dictionary's number; null where there is none.</summary>
    private static long? Zstandard(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < 5 || BinaryPrimitives.ReadUInt32LittleEndian(packed) != ZstandardFrame)
        {
            return Impossible;
        }

        int descriptor = packed[4];
        bool isSingleSegment = (descriptor & 0x20) != 0;
        int number = (descriptor & 3) switch { 3 => 4, var bytes => bytes };
        int size = (descriptor >> 6) switch { 0 => isSingleSegment ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        int at = 5 + (isSingleSegment ? 0 : 1) + number;
        if (size == 0 || at + size > packed.Length)
        {
            return size == 0 ? null : Impossible;
        }

        Span<byte> little = stackalloc byte[sizeof(long)];
        little.Clear();
        packed.Slice(at, size).CopyTo(little);
        return BinaryPrimitives.ReadInt64LittleEndian(little) + (size == 2 ? 256 : 0);
    }

    private static bool IsBrotli(ReadOnlySpan<byte> packed, int length)
    {
        byte[] unpacked = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return BrotliDecoder.TryDecompress(packed, unpacked.AsSpan(0, length), out int written) && written == length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(unpacked);
        }
    }

    /// <summary>lz4, <c>lz4_Block_format.md</c>: literals and a copy of earlier bytes in turns, the last literals without one.</summary>
    private static long Lz4(ReadOnlySpan<byte> packed)
    {
        const int offsetBytes = 2, leastCopy = 4;
        long length = 0, at = 0;
        while (at < packed.Length)
        {
            int token = packed[(int)at++];
            long literals = Count(packed, token >> 4, ref at);
            (length, at) = (length + literals, at + literals);
            if (at == packed.Length)
            {
                return length;
            }

            at += offsetBytes;
            length += leastCopy + Count(packed, token & 0xF, ref at);
        }

        return Impossible;
    }

    /// <summary>Four bits; where all are set, bytes to be added follow, the last of which is not 255.</summary>
    private static long Count(ReadOnlySpan<byte> packed, int bits, ref long at)
    {
        long count = bits;
        for (int more = bits == 0xF ? 255 : 0; more == 255 && at < packed.Length; count += more)
        {
            more = packed[(int)at++];
        }

        return count;
    }
}
