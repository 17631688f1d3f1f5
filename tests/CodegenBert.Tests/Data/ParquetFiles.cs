using Parquet;
using Parquet.Schema;

namespace CodegenBert.Tests.Data;

/// <summary>Writes Parquet files.</summary>
internal static class ParquetFiles
{
    private static readonly ParquetSchema s_labelled = new(new DataField<string>("text"), new DataField<string>("label"));

    /// <summary>Texts and their labels, a row group for each two of the arrays.</summary>
    public static Task<byte[]> Labelled(CompressionMethod compression, params string?[][] textsAndLabels) => Write(s_labelled, compression, [.. textsAndLabels.Chunk(2).Select(pair => (Func<ParquetRowGroupWriter, Task>)(async group =>
    {
        await group.WriteAsync(s_labelled.DataFields[0], pair[0]!);
        await group.WriteAsync(s_labelled.DataFields[1], pair[1]!);
    }))]);

    /// <summary>Four texts with two labels, one, none, and one.</summary>
    public static Task<byte[]> Labels()
    {
        ParquetSchema schema = new(new DataField<string>("text"), new DataField("labels", typeof(string), isArray: true));
        return Write(schema, CompressionMethod.Snappy, async group =>
        {
            await group.WriteAsync(schema.DataFields[0], ["a", "b", "c", "d"]);
            await group.WriteAsync(schema.DataFields[1], ["sport", "tv", "politics", null!, "tv"], new ReadOnlyMemory<int>([0, 1, 0, 0, 0]));
        });
    }

    public static async Task<byte[]> Write(ParquetSchema schema, CompressionMethod compression, params Func<ParquetRowGroupWriter, Task>[] groups)
    {
        using var bytes = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, bytes, new ParquetOptions { CompressionMethod = compression }))
        {
            foreach (Func<ParquetRowGroupWriter, Task> write in groups)
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                await write(group);
                group.CompleteValidate();
            }
        }

        return bytes.ToArray();
    }
}
