using System.Globalization;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Names;
using CodegenBert.Checkpoints.Weights;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Costs;

/// <summary>An encoder of BERT-base's sizes with random weights, and texts of random ids: memory and time do not depend on what the weights are.</summary>
internal static class RandomEncoder
{
    private const int Vocabulary = 30522, Hidden = 768, Heads = 12, Intermediate = 3072, Labels = 2;

    /// <summary>The encoder with a logistic regression on [CLS], nothing frozen; the caller owns it.</summary>
    public static SequenceClassifier Create(int layers)
    {
        string folder = Directory.CreateTempSubdirectory("codegenbert-random-").FullName;
        try
        {
            EncoderConfiguration configuration = EncoderConfiguration.Read(WriteConfiguration(folder, layers));
            var head = new HeadDefinition();
            using DisposeScope scope = NewDisposeScope();
            using var generator = new Generator(1);
            var parameters = new ParameterSet();
            foreach (ExpectedWeight weight in ExpectedWeights.OfEncoder(configuration).Concat(HeadLayout.Weights(head, Hidden, Labels)))
            {
                parameters.Add(weight.Name, weight.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? ones(weight.Shape) : randn(weight.Shape, generator: generator).mul_(0.02));
            }

            return new SequenceClassifier(configuration, head, parameters, FreezePlan.None, poolerIsNew: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes one of twelve layers as a folder that can be trained from.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="tokenizer">The folder of an encoder with the same vocabulary.</param>
    public static void Save(string folder, string tokenizer)
    {
        using SequenceClassifier model = Create(layers: 12);
        WriteConfiguration(folder, layers: 12);
        ModelWeights.Save(folder, model.Configuration, new HeadDefinition(), model.Parameters.All.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
        foreach (string file in (string[])["vocab.txt", "tokenizer_config.json"])
        {
            File.Copy(Path.Combine(tokenizer, file), Path.Combine(folder, file));
        }
    }

    /// <summary>Texts of one length.</summary>
    public static EncodedInput[] Texts(int count, int length)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => new EncodedInput([.. Enumerable.Range(0, length).Select(_ => random.Next(1000, Vocabulary))], length, [], cutTokens: 0))];
    }

    private static string WriteConfiguration(string folder, int layers)
    {
        string path = Path.Combine(folder, "config.json");
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $$"""
            { "model_type": "bert", "vocab_size": {{Vocabulary}}, "hidden_size": {{Hidden}}, "num_hidden_layers": {{layers}}, "num_attention_heads": {{Heads}}, "intermediate_size": {{Intermediate}},
              "max_position_embeddings": 512, "type_vocab_size": 2, "hidden_act": "gelu", "layer_norm_eps": 1e-12, "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1 }
            """));
        return path;
    }
}
