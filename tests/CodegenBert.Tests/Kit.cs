using System.Text.Json;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests;

/// <summary>The conformance kit's part that is about the pretrained encoder: what transformers computes on it.</summary>
internal static class Kit
{
    private const string Variable = "CODEGENBERT_KIT";

    /// <summary>The kit's folder; another of the same layout where the environment variable names one.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(AppContext.BaseDirectory, "conformance");

    /// <summary>Whether another kit is read, whose groups may have other sizes.</summary>
    public static bool IsAnother { get; } = Environment.GetEnvironmentVariable(Variable) is not null;

    public static string MiniLm { get; } = Path.Combine(AppContext.BaseDirectory, "encoders", "minilm-l6");

    public static JsonElement Json(params string[] path)
    {
        using FileStream file = File.OpenRead(Path.Combine([Folder, .. path]));
        using JsonDocument document = JsonDocument.Parse(file);
        return document.RootElement.Clone();
    }

    /// <summary>A task on the shipped encoder.</summary>
    public static TaskDefinition Task(HeadDefinition head, FreezePlan freeze, int labels, bool pair = false, OutputDefinition? output = null) => new()
    {
        Name = "Kit",
        SpecPath = "kit.bert.yaml",
        Input = pair ? new InputDefinition("first", "second") : new InputDefinition("text"),
        Output = output ?? OutputDefinition.SingleLabel,
        Labels = labels == 1 ? LabelSet.None : new LabelSet(Enumerable.Range(0, labels).Select(i => new LabelDefinition($"L{i}", $"l{i}"))),
        Encoder = new EncoderReference(EncoderSource.Package, "minilm-l6"),
        Head = head,
        Freeze = freeze,
    };

    /// <summary>The kit's inputs through the production tokenizer; their ids are compared with the kit's.</summary>
    public static EncodedInput[] Inputs(string group)
    {
        var encoder = new InputEncoder(BertWordPieceTokenizer.Load(MiniLm), 512, TruncationStrategy.LongestFirst);
        return [.. Json("models", "minilm.inputs.json").GetProperty(group).EnumerateArray().Select(input =>
        {
            EncodedInput encoded = input.TryGetProperty("text", out JsonElement text)
                ? encoder.Encode(text.GetString()!)
                : encoder.Encode(input.GetProperty("first").GetString()!, input.GetProperty("second").GetString());
            Assert.Equal(input.GetProperty("input_ids").EnumerateArray().Select(id => id.GetInt32()), encoded.InputIds.ToArray());
            return encoded;
        })];
    }

    /// <summary>All tensors of one of the kit's files.</summary>
    public static Dictionary<string, Tensor> Tensors(string name)
    {
        using WeightFile reader = WeightFile.Open(Path.Combine(Folder, "models", name));
        return reader.Tensors.ToDictionary(pair => pair.Key, pair => reader.ReadFloat32(pair.Value));
    }

    /// <summary>Gives the model's head the kit's weights.</summary>
    public static void SetHead(SequenceClassifier model, HeadDefinition head, Dictionary<string, Tensor> heads, params string[] kitLayers)
    {
        using IDisposable evaluation = no_grad();
        IReadOnlyList<string> names = HeadLayout.LayerNames(head);
        for (int i = 0; i < names.Count; i++)
        {
            model.Parameters[$"{names[i]}.weight"].Value.copy_(heads[$"{kitLayers[i]}.weight"]);
            model.Parameters[$"{names[i]}.bias"].Value.copy_(heads[$"{kitLayers[i]}.bias"]);
        }
    }

    /// <summary>The largest absolute difference.</summary>
    public static double Difference(Tensor actual, Tensor expected)
    {
        Assert.Equal(expected.shape, actual.shape);
        using Tensor difference = (actual - expected).abs().max();
        return difference.item<float>();
    }
}
