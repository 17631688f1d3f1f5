using System.IO.Compression;
using System.Text.Json.Nodes;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Tests.Tokenization;
using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Fuzzing;

/// <summary>Valid files of each kind, put into an empty folder: small ones that we write, and those of transformers and PyTorch.</summary>
internal static class SeedFiles
{
    private const string SpecialTokensMap = "special_tokens_map.json", AddedTokens = "added_tokens.json";

    private static readonly string[] s_vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. TinyEncoder.Words, "##s", "##lm", "fi"];

    /// <summary>Folders of transformers' models, with the head that each has.</summary>
    private static readonly Dictionary<string, (Pooling Pooling, HeadActivation? Hidden, string Label)> s_models = new(StringComparer.Ordinal)
    {
        ["bert-for-sequence-classification"] = (Pooling.Pooler, null, "label {0}"),
        ["distilbert-for-sequence-classification"] = (Pooling.Cls, HeadActivation.Relu, "LABEL_{0}"),
        ["electra-for-sequence-classification"] = (Pooling.Cls, HeadActivation.Gelu, "label {0}"),
    };

    public static IEnumerable<FuzzSeed> Safetensors(string folder)
    {
        string several = Path.Combine(folder, "several.safetensors"), mapped = Path.Combine(folder, "mapped.safetensors");
        using (NewDisposeScope())
        {
            SafetensorsWriter.Write(several, new Dictionary<string, Tensor> { ["x"] = ones(2, 3), ["y.weight"] = arange(40, dtype: ScalarType.Float32), ["z"] = zeros(1) });
            SafetensorsWriter.Write(mapped, new Dictionary<string, Tensor> { ["small"] = ones(5), ["large"] = zeros(513, 512) });
        }

        FuzzSeed small = FuzzSeed.Of(several);
        return [small, small, small, small, FuzzSeed.Of(mapped), .. Copies(folder, "formats/safetensors-f16", "formats/safetensors-bf16", "formats/safetensors-f64").Select(copy => FuzzSeed.Of(Path.Combine(copy, "model.safetensors")))];
    }

    public static IEnumerable<FuzzSeed> Archives(string folder) =>
        [.. FilesOfPyTorch(folder, legacy: false), FuzzSeed.Of(Path.Combine(Copies(folder, "formats/bin-zip").Single(), "pytorch_model.bin"))];

    public static IEnumerable<FuzzSeed> LegacyFiles(string folder) =>
        [.. FilesOfPyTorch(folder, legacy: true), FuzzSeed.Of(Path.Combine(Copies(folder, "formats/bin-legacy").Single(), "pytorch_model.bin"))];

    /// <summary>The pickles alone, each mutation in an archive that is whole: an archive's checksum would catch most.</summary>
    public static IEnumerable<FuzzSeed> Pickles(string folder) => FilesOfPyTorch(folder, legacy: false).Select(seed => seed with
    {
        Original = EntriesOf(seed.Original).Single(IsPickle).Value,
        Around = pickle => ArchiveOf(EntriesOf(seed.Original).Select(entry => IsPickle(entry) ? KeyValuePair.Create(entry.Key, pickle) : entry)),
    });

    /// <summary>Beside the folders lie files that an index could name.</summary>
    public static IEnumerable<FuzzSeed> Indexes(string folder)
    {
        string[] copies = Copies(folder, "formats/safetensors-sharded", "formats/bin-sharded");
        File.Copy(Directory.GetFiles(copies[0], "*.safetensors")[0], Path.Combine(folder, "trap.safetensors"));
        File.Copy(Directory.GetFiles(copies[1], "*.bin")[0], Path.Combine(folder, "trap.bin"));
        return copies.SelectMany(copy => Directory.GetFiles(copy, "*.index.json")).Select(FuzzSeed.Of);
    }

    /// <summary>A file of a tokenizer's folder: of a later one, or of one from before <c>added_tokens_decoder</c>, whose tokens lie in files of their own.</summary>
    public static Func<string, IEnumerable<FuzzSeed>> Tokenizers(string file) => folder =>
    {
        const string Word = """{ "id": 60, "content": "Fílm ", "lstrip": false, "normalized": true, "rstrip": true, "single_word": true, "special": false }""";
        const string Decoder = $$"""
            "added_tokens_decoder": { "0": { "content": "[PAD]", "lstrip": false, "normalized": false, "rstrip": false, "single_word": false, "special": true }, "60": {{Word}} },
            """;
        Dictionary<string, string> files = new()
        {
            ["tokenizer_config.json"] = $$"""
                {
                  {{(file is SpecialTokensMap or AddedTokens ? "" : Decoder)}}
                  "do_lower_case": true, "strip_accents": null, "tokenize_chinese_chars": true, "model_max_length": 512, "tokenizer_class": "BertTokenizer", "cls_token": "[CLS]", "sep_token": "[SEP]",
                  "pad_token": "[PAD]", "unk_token": { "content": "[UNK]", "lstrip": false }, "mask_token": "[MASK]"
                }
                """,
            [SpecialTokensMap] = """{ "cls_token": "[CLS]", "mask_token": { "content": "[MASK]", "lstrip": true, "normalized": true }, "additional_special_tokens": ["good", "<e>"] }""",
            [AddedTokens] = """{ "Fílm": 60, "<e>": 61, "42 [": 62 }""",
            ["vocab.txt"] = string.Join('\n', s_vocabulary) + "\n",
        };
        if (file == "tokenizer.json")
        {
            files[file] = TokenizerPipeline.Of(s_vocabulary, lowercase: true).With("added_tokens", new JsonArray(JsonNode.Parse(Word))).ToJsonString();
        }

        foreach ((string name, string text) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        return [FuzzSeed.Of(Path.Combine(folder, file))];
    };

    /// <summary>The configurations of models that transformers trained.</summary>
    public static IEnumerable<FuzzSeed> Models(string folder) => s_models.Keys.Select(family =>
    {
        using var source = new TransformersFolder(family);
        return FuzzSeed.Of(Path.Combine(Copy(source.Path, Path.Combine(folder, family)), "config.json"));
    });

    /// <summary>What stands beside a model of ours.</summary>
    public static IEnumerable<FuzzSeed> SavedModels(string folder)
    {
        string path = Path.Combine(folder, "saved");
        using var encoder = new TinyEncoder();
        using TrainingOutcome outcome = TrainerRuntime.Train(
            TinyTask.Sentiment(), TinyTask.Rows(8, seed: 1), null, new TinyOptions(new TrainingDefaults { Epochs = 1 }) { EncoderPath = encoder.Folder, OutputFolder = path });
        return [FuzzSeed.Of(Path.Combine(path, "codegenbert.json"))];
    }

    /// <summary>The task of a model's folder.</summary>
    public static TaskDefinition TaskOf(string folder) => !s_models.TryGetValue(Path.GetFileName(folder), out var model) ? TinyTask.Sentiment()
        : TinyTask.Of(FreezePlan.None, new HeadDefinition { Pooling = [model.Pooling], Hidden = model.Hidden is null ? [] : [32], Activation = model.Hidden ?? default }, [.. Enumerable.Range(0, 3).Select(i => string.Format(null, model.Label, i))]);

    private static FuzzSeed[] FilesOfPyTorch(string folder, bool legacy) =>
    [
        .. ((string[])["views", "types", "nested", "parameters", .. legacy ? Array.Empty<string>() : ["protocol-3"]]).Select(name =>
        {
            string path = Path.Combine(folder, $"{name}.bin");
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Checkpoints", "pytorch", legacy ? $"{name}.legacy.bin" : $"{name}.bin"), path);
            return FuzzSeed.Of(path);
        }),
    ];

    private static string[] Copies(string folder, params string[] kitFolders) =>
        [.. kitFolders.Select(name => Copy(Path.Combine(Kit.Folder, name), Path.Combine(folder, Path.GetFileName(name))))];

    private static string Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return target;
    }

    private static bool IsPickle(KeyValuePair<string, byte[]> entry) => entry.Key.EndsWith("data.pkl", StringComparison.Ordinal);

    private static List<KeyValuePair<string, byte[]>> EntriesOf(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        return [.. zip.Entries.Select(entry =>
        {
            using Stream content = entry.Open();
            var bytes = new byte[entry.Length];
            content.ReadExactly(bytes);
            return KeyValuePair.Create(entry.FullName, bytes);
        })];
    }

    private static byte[] ArchiveOf(IEnumerable<KeyValuePair<string, byte[]>> entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
