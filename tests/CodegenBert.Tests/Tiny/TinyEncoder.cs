using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Checkpoints.Names;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Tiny;

/// <summary>
/// A pretrained encoder as small as one can be (2 layers, width 32, 2 heads, 64 positions), made in a folder of its own from a seeded generator:
/// what is true of a run whatever the encoder says is tested on it, in milliseconds.
/// </summary>
public sealed class TinyEncoder : IDisposable
{
    public const int Layers = 2, Width = 32, Positions = 64;

    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private readonly TemporaryFolder _folder = new();

    public TinyEncoder() => Write(Folder);

    /// <summary>Words of the vocabulary, a token each.</summary>
    public static IReadOnlyList<string> Words { get; } =
        [.. "good great fine lovely bright warm bad awful poor grim dull cold the a it was is not very so and but film meal room book staff place day light road song".Split(' ')];

    /// <summary>A Hugging Face folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>Writes the encoder's four files into a folder; it may have embeddings of more tokens than the vocabulary has words.</summary>
    public static void Write(string folder, bool withPooler = true, int? embeddings = null)
    {
        Directory.CreateDirectory(folder);
        string config = $$"""
            {
              "model_type": "bert", "architectures": ["BertModel"], "vocab_size": {{embeddings ?? Special.Length + Words.Count}}, "hidden_size": {{Width}}, "num_hidden_layers": {{Layers}},
              "num_attention_heads": 2, "intermediate_size": 64, "max_position_embeddings": {{Positions}}, "type_vocab_size": 2, "hidden_act": "gelu",
              "layer_norm_eps": 1e-12, "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "initializer_range": 0.02, "pad_token_id": 0
            }
            """;
        string path = Path.Combine(folder, "config.json");
        File.WriteAllText(path, config);
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), [.. Special, .. Words]);
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{ "do_lower_case": true }""");
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(17);
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"),
            ExpectedWeights.OfEncoder(EncoderConfiguration.Read(path))
                .Where(weight => withPooler || !weight.Name.StartsWith("pooler.", StringComparison.Ordinal))
                .Select(weight => KeyValuePair.Create(weight.Name, Draw(weight, generator))));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The encoder with a new head, nothing trained yet.</summary>
    internal SequenceClassifier Model(TaskDefinition task, int seed = 1) => ClassifierFactory.Create(task, Folder, seed, out _);

    /// <summary>Wide enough that texts differ in what the encoder says of them.</summary>
    private static Tensor Draw(ExpectedWeight weight, Generator generator)
    {
        Tensor values = randn(weight.Shape, generator: generator) * (weight.Shape.Length == 1 ? 0.05 : 0.2);
        return weight.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? values + 1 : values;
    }
}
