using CodegenBert.Data.Formats;
using static CodegenBert.Tests.Data.DataFiles;

namespace CodegenBert.Tests.Data;

public sealed class GzipTests
{
    private static readonly byte[] Rows = [.. "text\tlabel\n"u8, .. Enumerable.Range(0, 2_000).SelectMany(i => System.Text.Encoding.UTF8.GetBytes($"row {i * i}\tpositive\n"))];

    [Fact]
    public void Files_packed_one_behind_the_other_are_one() =>
        Assert.Equal(4, Read(DataTasks.Sentiment, "x.tsv.gz", [.. Gzip("text\tlabel\na\tpositive\nb\tpos"u8.ToArray()), .. Gzip("itive\nc\tpositive\nd\tpositive\n"u8.ToArray())]).Count);

    [Fact]
    public void A_packed_file_is_known_by_its_bytes_whatever_its_name() => Assert.Equal(2_000, Read(DataTasks.Sentiment, "x.tsv", Gzip(Rows)).Count);

    [Fact]
    public void A_file_that_is_cut_off_is_refused_and_not_taken_for_a_shorter_one() => Assert.Contains(
        "x.tsv.gz: the gzip data is broken or cut off after ", Refusal(DataTasks.Sentiment, "x.tsv.gz", Gzip(Rows)[..^3000]), StringComparison.Ordinal);

    [Fact]
    public void A_byte_that_has_changed_is_found_by_the_checksum()
    {
        byte[] packed = Gzip(Rows);
        packed[^6] ^= 1; // of the CRC

        Assert.Contains("x.tsv.gz: the gzip data is broken", Refusal(DataTasks.Sentiment, "x.tsv.gz", packed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.tsv.gz", "text\tlabel\n", "a\tpositive\n")]
    [InlineData("x.tsv.gz", "text\tlabel\n", "a")]
    [InlineData("x.jsonl.gz", "", "{\"text\":\"a\",\"label\":\"positive\"}\n")]
    [InlineData("x.csv.gz", "text,label\n", "a,positive\n")]
    public void A_decompression_bomb_is_refused_before_it_fills_the_memory(string name, string begin, string repeated)
    {
        byte[] bomb = Bomb(begin, repeated, 300 << 20);
        Assert.InRange(bomb.Length, 1, 2 << 20);

        Assert.Equal(
            $"{name}: unpacks to more than 100 times its size, as no file of texts does; if it is meant, unpack it first: gunzip --keep FILE",
            Refusal(DataTasks.Sentiment, name, bomb));
    }

    [Fact]
    public void What_is_read_of_a_bomb_is_bounded()
    {
        using var stream = new MemoryStream(Bomb("", "a", 300 << 20));
        using var data = new GzipData(stream, "x");
        byte[] buffer = new byte[1 << 16];
        long read = 0;

        Assert.Throws<CodegenBert.Data.DataFileException>(() =>
        {
            for (int count = 1; count > 0; read += count = data.Read(buffer))
            {
            }
        });
        Assert.InRange(read, GzipData.FreeBytes - buffer.Length, GzipData.FreeBytes + (GzipData.MostBytesPerByte * stream.Length));
    }

    private static byte[] Bomb(string begin, string repeated, int size)
    {
        byte[] part = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, (1 << 20) / repeated.Length)));
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.SmallestSize))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(begin));
            for (int written = 0; written < size; written += part.Length)
            {
                gzip.Write(part);
            }
        }

        return packed.ToArray();
    }
}
