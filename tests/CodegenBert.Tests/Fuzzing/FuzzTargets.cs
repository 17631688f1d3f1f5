using CodegenBert.Checkpoints.Formats;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Fuzzing;

/// <summary>Every kind of file that comes from outside.</summary>
internal static class FuzzTargets
{
    private const string Text = "good fílm 42 [SEP] straße 电影";

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("safetensors", SeedFiles.Safetensors, ReadWeights),
        new("bin-zip", SeedFiles.Archives, ReadWeights),
        new("bin-legacy", SeedFiles.LegacyFiles, ReadWeights),
        new("bin-pickle", SeedFiles.Pickles, ReadWeights),
        new("index", SeedFiles.Indexes, ReadWeights),
        new("tokenizer.json", SeedFiles.Tokenizers("tokenizer.json"), Tokenize),
        new("tokenizer_config.json", SeedFiles.Tokenizers("tokenizer_config.json"), Tokenize),
        new("special_tokens_map.json", SeedFiles.Tokenizers("special_tokens_map.json"), Tokenize),
        new("added_tokens.json", SeedFiles.Tokenizers("added_tokens.json"), Tokenize),
        new("vocab.txt", SeedFiles.Tokenizers("vocab.txt"), Tokenize),
        new("config.json", SeedFiles.Models, Predict) { FixedBytes = 16 << 20 }, // the names of the weights of 256 layers
        new("codegenbert.json", SeedFiles.SavedModels, Predict),
        new("tsv", DataSeeds.TsvFiles, DataSeeds.Read),
        new("csv", DataSeeds.CsvFiles, DataSeeds.Read),
        new("jsonl", DataSeeds.JsonFiles, DataSeeds.Read),
        new("gzip", DataSeeds.GzipFiles, DataSeeds.Read) { FixedBytes = 4 << 20 }, // windows and trees of the unpacker, for each way of reading
        new("utf-16", DataSeeds.Utf16Files, DataSeeds.Read),
        new("parquet", DataSeeds.ParquetFiles, DataSeeds.Read) { FixedBytes = 64 << 20 }, // the library's buffers, which a column's values and a page's bytes bound (ParquetBounds)
    ];

    /// <summary>Every tensor that the file says it has, none of which may come from a file outside of its folder.</summary>
    private static void ReadWeights(string path)
    {
        using WeightFiles files = WeightFiles.Open(path);
        foreach ((WeightFile file, StoredTensor stored) in files.Tensors.Values)
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file.Path)) != Path.GetDirectoryName(path))
            {
                throw new InvalidOperationException($"It read {file.Path}.");
            }

            using Tensor values = file.ReadFloat32(stored);
            using Tensor sum = values.sum();
            _ = sum.item<float>();
        }
    }

    private static void Tokenize(string path)
    {
        var tokenizer = BertWordPieceTokenizer.Load(Path.GetDirectoryName(path)!);
        foreach (int id in new InputEncoder(tokenizer, 32, TruncationStrategy.LongestFirst).Encode(Text, Text).InputIds.Span)
        {
            if (id < 0 || id >= tokenizer.VocabularySize)
            {
                throw new InvalidOperationException($"It gave the id {id} of {tokenizer.VocabularySize}.");
            }
        }
    }

    private static void Predict(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        using ClassifierRuntime classifier = ClassifierRuntime.Load(SeedFiles.TaskOf(folder), folder);
        RawPrediction prediction = classifier.Predict(new("good film"));
        if (prediction.Values.Count != classifier.Task.LogitCount)
        {
            throw new InvalidOperationException($"It gave {prediction.Values.Count} values.");
        }
    }
}
