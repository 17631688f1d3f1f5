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
}
