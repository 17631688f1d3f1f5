using System.Text;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Data;
using Parquet;
using Parquet.Schema;

namespace CodegenBert.Tests.Fuzzing;

/// <summary>Valid data files of each format, and what reads them in all ways that there are.</summary>
internal static class DataSeeds
{
    private const string Tsv = "id\ttext\tlabels\tw\tauthor\n1\tgood film\tgood\t1\tann\n2\tUne soirée 🎻 电影\tgood|bad\t0.5\t\n3\t\"He said \"\"no\"\"\"\t\t2e-1\tbob\n4\tlast one\tbad\t0\tann\n";

    private const string Csv = "id,text,labels,w,author\r\n1,\"good, \"\"film\"\"\",good,1,ann\r\n2,\"Une soirée\r\n🎻 电影\",good|bad,0.5,\r\n3,plain,,2e-1,bob\n4,\"last one\",bad,0,ann\n";

    private const string JsonLines = """
        {"id": 1, "text": "good \"film\"", "labels": ["good"], "w": 1, "author": "ann"}
        {"id": 2, "text": "Une soir\u00e9e \ud83c\udfbb 电影", "labels": "good|bad", "w": 0.5, "author": null}
        {"id": 3, "more": {"a": [1, {"b": true}]}, "text": "plain", "labels": [], "w": 2e-1, "author": 7}
        {"text": "last one", "labels": "bad", "w": "0", "author": "ann"}

        """;

    private static readonly TaskDefinition s_task = DataTasks.Define("Fuzzed", new("text"), "good", "bad") with { Output = OutputDefinition.MultiLabel, WeightColumn = "w", GroupColumn = "author" };

    public static IEnumerable<FuzzSeed> TsvFiles(string folder) => [Written(folder, "x.tsv", Encoding.UTF8.GetBytes(Tsv))];

    public static IEnumerable<FuzzSeed> CsvFiles(string folder) => [Written(folder, "x.csv", Encoding.UTF8.GetBytes(Csv))];

    public static IEnumerable<FuzzSeed> JsonFiles(string folder) => [Written(folder, "x.jsonl", Encoding.UTF8.GetBytes(JsonLines))];

    public static IEnumerable<FuzzSeed> Utf16Files(string folder) =>
    [
        Written(folder, "little.tsv", DataFiles.Encoded(Encoding.Unicode, Tsv)),
        Written(folder, "big.csv", DataFiles.Encoded(Encoding.BigEndianUnicode, Csv)),
        Written(folder, "little.jsonl", DataFiles.Encoded(Encoding.Unicode, JsonLines)),
    ];

    /// <summary>Packed files that are mutated, and mutated files that are packed: a packed file's checksum would catch most.</summary>
    public static IEnumerable<FuzzSeed> GzipFiles(string folder) =>
    [
        Written(folder, "x.tsv.gz", DataFiles.Gzip(Encoding.UTF8.GetBytes(Tsv))),
        Written(folder, "y.tsv.gz", Encoding.UTF8.GetBytes(Tsv)) with { Around = DataFiles.Gzip },
        Written(folder, "z.jsonl.gz", Encoding.UTF8.GetBytes(JsonLines)) with { Around = DataFiles.Gzip },
    ];

    public static IEnumerable<FuzzSeed> ParquetFiles(string folder) =>
        ((CompressionMethod[])[CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Zstd, CompressionMethod.Brotli, CompressionMethod.Lz4Raw])
            .Select(compression => Written(folder, $"{compression}.parquet", Parquet(compression).GetAwaiter().GetResult()));

    /// <summary>Reads a file into memory, from the file, by index, and as inputs: what one way accepts, all do, and alike.</summary>
    public static void Read(string path)
    {
        IReadOnlyList<LabeledTexts> rows = DatasetRuntime.Read(s_task, path), opened = DatasetRuntime.Open(s_task, path);
        if (rows.Any(row => string.IsNullOrWhiteSpace(row.Input.First) || row.Weight is not (>= 0 and < float.PositiveInfinity) || row.Target.LabelIndices.Any(label => label is not (0 or 1))))
        {
            throw new InvalidOperationException("It gave a row that does not fit the task.");
        }

        if (!rows.SequenceEqual(opened) || opened[^1] != rows[^1] || opened[0] != rows[0])
        {
            throw new InvalidOperationException("The rows that stay in the file are others than those that are read.");
        }

        if (!DatasetRuntime.ReadInputs(s_task, path).Select(row => row.Input).SequenceEqual(rows.Select(row => row.Input)))
        {
            throw new InvalidOperationException("The inputs are others than the rows'.");
        }
    }

    private static FuzzSeed Written(string folder, string name, byte[] data) => new(Path.Combine(folder, name), data);

    private static Task<byte[]> Parquet(CompressionMethod compression)
    {
        ParquetSchema schema = new(new DataField<string>("text"), new DataField("labels", typeof(string), isArray: true), new DataField<float>("w"), new DataField<string>("author"));
        return CodegenBert.Tests.Data.ParquetFiles.Write(schema, compression, [.. ((string[][])[["good film", "Une soirée 🎻"], ["电影", "last one"]]).Select(texts => (Func<ParquetRowGroupWriter, Task>)(async group =>
        {
            await group.WriteAsync(schema.DataFields[0], texts);
            await group.WriteAsync(schema.DataFields[1], ["good", "bad", "good"], new ReadOnlyMemory<int>([0, 1, 0]));
            await group.WriteAsync<float>(schema.DataFields[2], new[] { 0.5f, 1 });
            await group.WriteAsync(schema.DataFields[3], ["ann", null!]);
        }))]);
    }
}
