using System.Text;
using CodegenBert.Data;
using static CodegenBert.Tests.Data.DataFiles;

namespace CodegenBert.Tests.Data;

/// <summary>Files as editors and spreadsheets write them.</summary>
public sealed class EncodingTests
{
    private const string Text = "Une soirée exquise 🎻 电影";

    public static TheoryData<string, string> Files => new()
    {
        { "x.tsv", $"text\tlabel\r\n{Text}\tpositive\r\n" },
        { "x.csv", $"text,label\r\n\"{Text}\",positive\r\n" },
        { "x.jsonl", $$"""{"text": "{{Text}}", "label": "positive"}""" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void UTF_8_and_UTF_16_with_a_byte_order_mark_are_read_packed_or_not(string name, string file)
    {
        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            byte[] data = Encoded(encoding, file);

            Assert.Equal(Text, Assert.Single(Read(DataTasks.Sentiment, name, data)).Input.First);
            Assert.Equal(Text, Assert.Single(Read(DataTasks.Sentiment, name + ".gz", Gzip(data))).Input.First);
        }
    }

    [Fact]
    public void Characters_are_whole_wherever_a_buffer_ends()
    {
        string[] texts = [.. Enumerable.Range(0, 9_000).Select(i => $"{new string('x', i % 7)}🎻{i}é电")];
        string tsv = "text\tlabel\n" + string.Concat(texts.Select(text => text + "\tpositive\n")), csv = tsv.Replace('\t', ',');

        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            Assert.Equal(texts, Read(DataTasks.Sentiment, "x.tsv", Encoded(encoding, tsv)).Select(row => row.Input.First));
            Assert.Equal(texts, Read(DataTasks.Sentiment, "x.csv", Encoded(encoding, csv)).Select(row => row.Input.First));
        }
    }

    [Fact]
    public void Places_in_UTF_16_are_lines_and_characters() => Assert.Equal(
        "x.tsv:3:4: unknown label `x` in `label`; Sentiment has `negative`, `positive`",
        Refusal(DataTasks.Sentiment, "x.tsv", Encoded(Encoding.Unicode, "text\tlabel\nok\tpositive\né🎻\tx\n")));

    [Theory]
    [InlineData(new byte[] { 0x3C, 0xD8 }, "half of a surrogate pair")]
    [InlineData(new byte[] { 0xBB, 0xDF }, "half of a surrogate pair")]
    [InlineData(new byte[] { 0x41 }, "the file ends with half a character")]
    public void UTF_16_that_is_broken_is_named_with_its_place(byte[] end, string what) => Assert.Equal(
        $"x.tsv:2: character 3 of the line is not UTF-16: {what}; save the file again, as UTF-8",
        Refusal(DataTasks.Sentiment, "x.tsv", [.. Encoded(Encoding.Unicode, "text\tlabel\né🎻"), .. end]));

    [Theory]
    [InlineData("utf-32", "the file is UTF-32 (little-endian); save it as UTF-8, or convert it: iconv -f UTF-32LE -t UTF-8 my.tsv > utf8-my.tsv")]
    [InlineData("utf-32BE", "the file is UTF-32 (big-endian); save it as UTF-8, or convert it: iconv -f UTF-32BE -t UTF-8 my.tsv > utf8-my.tsv")]
    public void UTF_32_is_recognised(string encoding, string message) =>
        Assert.Equal("folder/my.tsv: " + message, Refusal(DataTasks.Sentiment, "folder/my.tsv", Encoded(Encoding.GetEncoding(encoding), "text\tlabel\n")));

    [Theory]
    [InlineData(false, "the file seems to be UTF-16 (little-endian) without a byte-order mark; save it as UTF-8, or convert it: iconv -f UTF-16LE -t UTF-8 FILE > utf8-FILE")]
    [InlineData(true, "the file seems to be UTF-16 (big-endian) without a byte-order mark; save it as UTF-8, or convert it: iconv -f UTF-16BE -t UTF-8 FILE > utf8-FILE")]
    public void UTF_16_without_its_mark_is_recognised(bool bigEndian, string message) =>
        Assert.Equal("my file.csv: " + message, Refusal(DataTasks.Sentiment, "my file.csv", new UnicodeEncoding(bigEndian, false).GetBytes("text,label\n")));

    [Theory]
    [InlineData(new byte[] { 0x93, (byte)'q', (byte)'u', (byte)'o', (byte)'t', (byte)'e', (byte)'d', 0x94 }, "it seems to be Windows-1252")]
    [InlineData(new byte[] { 0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2 }, "it may be of another encoding (Windows-1251, GB18030, Shift-JIS) or binary")]
    public void An_eight_bit_encoding_is_guessed(byte[] text, string guess) =>
        Assert.Contains(guess, Refusal(DataTasks.Sentiment, "x.tsv", [.. "text\tlabel\n"u8, .. text, .. "\tpositive\n"u8]), StringComparison.Ordinal);

    [Theory]
    [InlineData("x.tsv", "PAR1....", "x.tsv: the file is Parquet, not text; name it .parquet, or say that its format is Parquet")]
    [InlineData("x.csv", "PK\u0003\u0004....", "x.csv: the file is a ZIP archive, as Excel's workbooks are; unpack it, or save the table as \"CSV UTF-8\"")]
    [InlineData("x.jsonl", "BZh91AY&", "x.jsonl: the file is packed with bzip2; unpack it, or pack it with gzip")]
    [InlineData("x.tsv.gz", "text\tlabel\n", "x.tsv.gz: the name says gzip, but the file does not begin as gzip does; take .gz off its name, or pack it: gzip FILE")]
    [InlineData("x.parquet", "text\tlabel\nmore and more\tpositive", "x.parquet: is no whole Parquet file, which begins and ends with PAR1; if it is of another format, name it so (.tsv, .csv, .jsonl) or say which, else fetch it again")]
    public void A_file_of_another_kind_is_recognised(string name, string data, string message) => Assert.Equal(message, Refusal(DataTasks.Sentiment, name, data));

    [Fact]
    public void A_format_may_be_said_against_the_name()
    {
        byte[] csv = "text,label\n\"a, b\",positive\n"u8.ToArray();

        Assert.Equal("a, b", Assert.Single(Read(DataTasks.Sentiment, "x.txt", csv, DataFormat.Csv)).Input.First);
        Assert.Equal("a, b", Assert.Single(Read(DataTasks.Sentiment, "stream", Gzip(csv), DataFormat.Csv)).Input.First);
    }
}
