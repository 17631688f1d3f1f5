using CodegenBert.Data.Formats;
using Parquet;
using Parquet.Meta;

namespace CodegenBert.Tests.Data;

/// <summary>To how many bytes packed ones unpack, before anything takes memory for them.</summary>
public sealed class PackedBytesTests
{
    [Theory]
    [InlineData(CompressionCodec.SNAPPY, "E80708", 1000)]
    [InlineData(CompressionCodec.SNAPPY, "FFFFFFFF0F", uint.MaxValue)]
    [InlineData(CompressionCodec.ZSTD, "28B52FFD2039", 0x39)] // one segment, a byte
    [InlineData(CompressionCodec.ZSTD, "28B52FFD600001", 0x200)] // one segment, two bytes, and 256
    [InlineData(CompressionCodec.ZSTD, "28B52FFDA000000040", 1 << 30)]
    [InlineData(CompressionCodec.ZSTD, "28B52FFD805800000040", 1 << 30)] // a window before it
    [InlineData(CompressionCodec.ZSTD, "28B52FFD815807" + "00000040", 1 << 30)] // and a dictionary's number
    [InlineData(CompressionCodec.BROTLI, "8B018061626364" + "03", 4)] // "abcd", as BrotliEncoder packs it
    [InlineData(CompressionCodec.LZ4_RAW, "30616263", 3)]
    [InlineData(CompressionCodec.LZ4_RAW, "1F61010000" + "1062", 1 + 19 + 1)] // a letter, 19 copies of it, another
    [InlineData(CompressionCodec.LZ4, "F0006161616161616161616161616161" + "61", 15)]
    public void The_length_is_that_of_the_formats(CompressionCodec codec, string packed, long length)
    {
        byte[] bytes = Convert.FromHexString(packed);

        Assert.True(PackedBytes.UnpackTo(codec, bytes, length));
        Assert.False(PackedBytes.UnpackTo(codec, bytes, length - 1));
        Assert.False(PackedBytes.UnpackTo(codec, bytes, length + 1));
    }

    [Theory]
    [InlineData(CompressionCodec.ZSTD, "28B52FFD0058")] // of a stream
    [InlineData(CompressionCodec.GZIP, "1F8B08")]
    [InlineData(CompressionCodec.UNCOMPRESSED, "00")]
    [InlineData(CompressionCodec.SNAPPY, "")]
    public void What_does_not_say_it_may_be_any(CompressionCodec codec, string packed) => Assert.True(PackedBytes.UnpackTo(codec, Convert.FromHexString(packed), 1234));

    [Theory]
    [InlineData(CompressionCodec.SNAPPY, "E794B5E574")] // more than 32 bits
    [InlineData(CompressionCodec.SNAPPY, "FF")]
    [InlineData(CompressionCodec.ZSTD, "28B52FFDA00000")] // cut off
    [InlineData(CompressionCodec.ZSTD, "28B52FFDE0FFFFFFFFFFFFFFFF")]
    [InlineData(CompressionCodec.ZSTD, "1F8B08000000")]
    [InlineData(CompressionCodec.BROTLI, "0000803F")]
    [InlineData(CompressionCodec.LZ4_RAW, "3061")] // fewer literals than it says
    [InlineData(CompressionCodec.LZ4_RAW, "1F6101")] // ends within a copy
    public void What_is_none_unpacks_to_nothing(CompressionCodec codec, string packed) =>
        Assert.All(Enumerable.Range(0, 300), length => Assert.False(PackedBytes.UnpackTo(codec, Convert.FromHexString(packed), length)));

    [Theory]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Zstd)]
    public async Task A_page_that_says_it_is_huge_is_refused(CompressionMethod compression)
    {
        byte[] file = await ParquetFiles.Labelled(compression, ["a"], ["positive"]);
        ReadOnlySpan<byte> zstandard = [0x28, 0xB5, 0x2F, 0xFD];
        int page = compression == CompressionMethod.Zstd ? file.AsSpan().IndexOf(zstandard) : PageOf(file);
        ReadOnlySpan<byte> huge = compression == CompressionMethod.Zstd ? [.. zstandard, 0xA0, 0, 0, 0, 0x40] : [0xFF, 0xFF, 0xFF, 0xFF, 7];
        huge.CopyTo(file.AsSpan(page));

        Assert.Equal("x.parquet: the Parquet file is broken: a page of the column `text` cannot be read; fetch or write it again", DataFiles.Refusal(DataTasks.Sentiment, "x.parquet", file));
    }

    /// <summary>Where the first page's bytes begin: behind its header, which begins behind PAR1.</summary>
    private static int PageOf(byte[] file)
    {
        ThriftBounds header = new(file.AsSpan(4));
        Assert.True(header.TryStructure(ParquetShapes.PageHeader));
        return 4 + header.Position;
    }
}
