using CodegenBert.Data;
using CodegenBert.Tasks;
using Parquet;
using Parquet.Schema;
using static CodegenBert.Tests.Data.DataFiles;

namespace CodegenBert.Tests.Data;

public sealed class ParquetTests
{
    private static readonly TaskDefinition Topics = DataTasks.Define("Topics", new("text"), "sport", "politics", "tv") with { Output = OutputDefinition.MultiLabel };

    private static readonly TaskDefinition Rated = DataTasks.Define("Rated", new("first", "second"), "a", "b") with
    {
        Output = OutputDefinition.Regression(new("score", 0, 5)),
        Labels = LabelSet.None,
        WeightColumn = "w",
        GroupColumn = "author",
    };

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public async Task Rows_are_numbered_through_all_row_groups(CompressionMethod compression)
    {
        byte[] file = await ParquetFiles.Labelled(compression, ["Fine.", "Bad 🎻"], ["positive", "negative"], ["Again.", "Never"], ["positive", "negative"]);

        LabeledTexts[] expected =
        [
            new(new("Fine."), RowTarget.Label(1), new("x.parquet", 1)), new(new("Bad 🎻"), RowTarget.Label(0), new("x.parquet", 2)),
            new(new("Again."), RowTarget.Label(1), new("x.parquet", 3)), new(new("Never"), RowTarget.Label(0), new("x.parquet", 4)),
        ];
        Assert.Equal(expected, Read(DataTasks.Sentiment, "x.parquet", file));
        Assert.Equal(expected, Read(DataTasks.Sentiment, "x.parquet", Gzip(file)));
    }

    [Fact]
    public async Task Numbers_weights_groups_and_missing_values_are_read()
    {
        ParquetSchema schema = new(new DataField<string>("first"), new DataField<string>("second"), new DataField<double>("score"), new DataField<float>("w"), new DataField<int?>("author"));
        byte[] file = await ParquetFiles.Write(schema, CompressionMethod.Snappy, async group =>
        {
            await group.WriteAsync(schema.DataFields[0], ["a", "b"]);
            await group.WriteAsync(schema.DataFields[1], ["c", "d"]);
            await group.WriteAsync<double>(schema.DataFields[2], new[] { 0.1, 5 });
            await group.WriteAsync<float>(schema.DataFields[3], new[] { 0.5f, 0 });
            await group.WriteAsync<int>(schema.DataFields[4], new int?[] { 7, null });
        });

        Assert.Equal(
            [
                new LabeledTexts(new("a", "c"), RowTarget.Score(0.1f), new("x.parquet", 1)) { Weight = 0.5f, Group = "7" },
                new LabeledTexts(new("b", "d"), RowTarget.Score(5), new("x.parquet", 2)) { Weight = 0 },
            ],
            Read(Rated, "x.parquet", file));
    }

    [Fact]
    public async Task Several_labels_are_a_list() => Assert.Equal(
        [RowTarget.Labels(0, 2), RowTarget.Labels(1), RowTarget.Labels(), RowTarget.Labels(2)],
        Read(Topics, "x.parquet", await ParquetFiles.Labels()).Select(row => row.Target));

    [Fact]
    public async Task What_does_not_fit_is_named_with_its_row() => Assert.Equal(
        """
        x.parquet:2: unknown label `positiv` in `label`; did you mean `positive`? Sentiment has `negative`, `positive`
        x.parquet:3: `text` is empty; each row needs a text there
        x.parquet:4: `text` is empty; each row needs a text there
        """,
        Refusal(DataTasks.Sentiment, "x.parquet", await ParquetFiles.Labelled(CompressionMethod.Snappy, ["a", "b"], ["positive", "positiv"], ["", null], ["positive", "positive"])));

    [Fact]
    public async Task A_column_that_is_missing_is_named_with_the_nearest() => Assert.Equal(
        "x.parquet: the header has no column `labels` (but `label`): it is `text, label`. The file must have the columns `text`, `labels`",
        Refusal(Topics, "x.parquet", await ParquetFiles.Labelled(CompressionMethod.None, ["a"], ["sport"])));

    [Fact]
    public async Task A_file_that_is_cut_off_is_refused()
    {
        byte[] file = await ParquetFiles.Labelled(CompressionMethod.None, ["a"], ["positive"]);

        Assert.StartsWith("x.parquet: is no whole Parquet file", Refusal(DataTasks.Sentiment, "x.parquet", file[..^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_that_cannot_be_is_refused_before_memory_is_taken_for_it()
    {
        byte[] file = await ParquetFiles.Labelled(CompressionMethod.None, ["a"], ["positive"]);
        BitConverter.TryWriteBytes(file.AsSpan(file.Length - 8), int.MaxValue); // the footer's length

        Assert.Equal("x.parquet: the Parquet file is broken: its footer cannot be read; fetch or write it again", Refusal(DataTasks.Sentiment, "x.parquet", file));
    }

    /// <summary>The library takes the end of a footer for bytes of 255, and a number of such bytes has no end.</summary>
    [Fact]
    public async Task A_footer_that_the_library_would_read_beyond_its_end_is_refused()
    {
        byte[] file = await ParquetFiles.Labelled(CompressionMethod.None, ["a"], ["positive"]);
        Assert.Equal(0, file[^9]); // the footer's end
        file[^9] = 0x10; // a field without a type

        Assert.Equal("x.parquet: the Parquet file is broken: its footer cannot be read; fetch or write it again", Refusal(DataTasks.Sentiment, "x.parquet", file));
    }

    /// <summary>What is missing would be what lay in the library's memory before.</summary>
    [Fact]
    public async Task A_page_that_is_shorter_than_it_says_is_refused()
    {
        byte[] file = await ParquetFiles.Labelled(CompressionMethod.None, ["a"], ["positive"]);
        Assert.Equal([0x15, 0x00, 0x15], file[4..7]); // the first page's type, and its size, unpacked
        file[7] += 2;

        Assert.Equal("x.parquet: the Parquet file is broken: a page of the column `text` cannot be read; fetch or write it again", Refusal(DataTasks.Sentiment, "x.parquet", file));
    }

    /// <summary>What is missing would be what an earlier column had in its place.</summary>
    [Theory]
    [InlineData("text")]
    [InlineData("author")]
    public async Task A_value_that_its_level_says_is_there_and_that_is_not_is_noticed(string column)
    {
        ParquetSchema schema = new(new DataField<string>("text"), new DataField<int?>("author"), new DataField<string>("label"));
        byte[] file = await ParquetFiles.Write(schema, CompressionMethod.None, async group =>
        {
            await group.WriteAsync(schema.DataFields[0], ["a", column == "text" ? null : "b"]);
            await group.WriteAsync<int>(schema.DataFields[1], column == "author" ? new int?[] { int.MinValue, null } : [int.MinValue, int.MinValue]);
            await group.WriteAsync(schema.DataFields[2], ["positive", "negative"]);
        });
        int levels = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[4, 0, 0, 0, 2, 1, 2, 0]); // the levels' four bytes: one 1, one 0
        file[levels + 7] = 1;

        Assert.Equal(
            $"x.parquet: the Parquet file is broken: the column `{column}` cannot be read (InvalidDataException: there are fewer values than its levels say); fetch or write it again",
            Refusal(DataTasks.Sentiment with { GroupColumn = "author" }, "x.parquet", file));
    }

    [Fact]
    public void Groups_in_groups_without_end_are_refused()
    {
        const int groups = 100_000;
        byte[] count = [(groups & 0x7F) | 0x80, ((groups >> 7) & 0x7F) | 0x80, groups >> 14];
        byte[] group = [0x48, 1, (byte)'a', 0x15, 2, 0]; // its name, one child
        byte[] footer = [0x15, 2, 0x19, 0xFC, .. count, .. Enumerable.Repeat(group, groups).SelectMany(bytes => bytes), 0x16, 0, 0x19, 0x0C, 0];
        byte[] file = [.. "PAR1"u8, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8];

        Assert.Equal(
            "x.parquet: the schema of the Parquet file has 100000 groups, and at most 1000 are read; write a file that has the task's columns only, side by side",
            Refusal(DataTasks.Sentiment, "x.parquet", file));
    }
}
