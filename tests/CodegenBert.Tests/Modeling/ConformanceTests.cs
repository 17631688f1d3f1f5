using System.Text.Json;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Modeling;

/// <summary>The encoder and its heads against what transformers computes: 2e-5 at most (the kit's bound).</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private const double Tolerance = 2e-5;

    [Fact]
    public void Hidden_states_of_every_layer_are_those_of_transformers()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        var head = new HeadDefinition { Pooling = [Pooling.Mean] };
        using SequenceClassifier model = ClassifierFactory.Create(Kit.Task(head, FreezePlan.None, 2), Kit.MiniLm, 0, out _);
        var encoder = new BertEncoder(model.Parameters, model.Configuration);
        Dictionary<string, Tensor> expected = Kit.Tensors("minilm.hidden.safetensors");
        var tokenizer = new InputEncoder(BertWordPieceTokenizer.Load(Kit.MiniLm), 512, TruncationStrategy.LongestFirst);
        double worst = 0;
        int number = 0;
        foreach (JsonElement text in Kit.Json("models", "minilm.inputs.json").GetProperty("hidden").EnumerateArray())
        {
            EncodedInput input = text.ValueKind == JsonValueKind.String
                ? tokenizer.Encode(text.GetString()!)
                : tokenizer.Encode(text[0].GetString()!, text[1].GetString());
            using var batch = new TokenBatch([input], 0, CPU);
            Tensor hidden = encoder.Embed(batch, Dropout.None);
            for (int layer = 0; layer <= 6; layer++)
            {
                worst = Math.Max(worst, Kit.Difference(hidden[0], expected[$"{number}.hidden.{layer}"]));
                hidden = layer < 6 ? encoder.Run(hidden, batch.Mask, layer, layer + 1, Dropout.None, new FeatureReader(model.Plan)) : hidden;
            }

            number++;
        }

        output.WriteLine($"largest difference of a hidden state: {worst:G3}");
        KitTable.Within("encoder, hidden states", worst, Tolerance);
    }

    [Theory]
    [InlineData("singles", true)]
    [InlineData("singles", false)]
    [InlineData("pairs", true)]
    [InlineData("pairs", false)]
    public void Pooled_vectors_are_those_of_transformers_padded_or_not(string group, bool padded)
    {
        using DisposeScope scope = NewDisposeScope();
        Pooling[] poolings = [Pooling.Cls, Pooling.Pooler, Pooling.Mean];
        var head = new HeadDefinition { Pooling = poolings };
        using SequenceClassifier model = ClassifierFactory.Create(Kit.Task(head, new FreezePlan(FreezeKind.All), 2, group == "pairs"), Kit.MiniLm, 0, out LoadingNotes notes);
        Assert.False(notes.NewPooler);
        EncodedInput[] inputs = Kit.Inputs(group);
        Tensor features = cat([.. inputs.Chunk(padded ? inputs.Length : 1).Select(rows =>
        {
            using var batch = new TokenBatch(rows, 0, CPU);
            return model.EncodeFrozen(batch).Features!;
        })]);
        Dictionary<string, Tensor> expected = Kit.Tensors("minilm.pooled.safetensors");
        for (int i = 0; i < poolings.Length; i++)
        {
            double difference = Kit.Difference(features.narrow(1, i * 384, 384), expected[$"{group}.{poolings[i].ToString().ToLowerInvariant()}"]);
            output.WriteLine($"{poolings[i]}: {difference:G3}");
            KitTable.Within("encoder, pooled vectors", difference, Tolerance);
        }
    }

    [Fact]
    public void The_sum_over_tokens_is_the_mean_times_their_number()
    {
        using DisposeScope scope = NewDisposeScope();
        var head = new HeadDefinition { Pooling = [Pooling.Sum] };
        using SequenceClassifier model = ClassifierFactory.Create(Kit.Task(head, new FreezePlan(FreezeKind.All), 2), Kit.MiniLm, 0, out _);
        EncodedInput[] inputs = Kit.Inputs("singles");
        using var batch = new TokenBatch(inputs, 0, CPU);
        Tensor lengths = tensor(inputs.Select(input => (float)input.Length).ToArray()).unsqueeze(1);
        Tensor expected = Kit.Tensors("minilm.pooled.safetensors")["singles.mean"] * lengths;
        Assert.InRange(Kit.Difference(model.EncodeFrozen(batch).Features!, expected), 0, Tolerance * inputs.Max(input => input.Length));
    }

    [Theory]
    [InlineData("singles", Pooling.Cls, "two", 2)]
    [InlineData("singles", Pooling.Cls, "three", 3)]
    [InlineData("singles", Pooling.Cls, "six", 6)]
    [InlineData("singles", Pooling.Pooler, "two", 2)]
    [InlineData("singles", Pooling.Pooler, "three", 3)]
    [InlineData("singles", Pooling.Pooler, "six", 6)]
    [InlineData("pairs", Pooling.Cls, "two", 2)]
    [InlineData("pairs", Pooling.Cls, "three", 3)]
    [InlineData("pairs", Pooling.Cls, "six", 6)]
    [InlineData("pairs", Pooling.Pooler, "two", 2)]
    [InlineData("pairs", Pooling.Pooler, "three", 3)]
    [InlineData("pairs", Pooling.Pooler, "six", 6)]
    [InlineData("singles", Pooling.Cls, "mlp", 3)]
    [InlineData("pairs", Pooling.Cls, "mlp", 3)]
    public void Logits_are_those_of_transformers_through_every_cut_of_the_encoder(string group, Pooling pooling, string name, int labels)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        var head = new HeadDefinition { Pooling = [pooling], Hidden = name == "mlp" ? [64] : [] };
        Tensor expected = Kit.Tensors("minilm.logits.safetensors")[$"{group}.{pooling.ToString().ToLowerInvariant()}.{name}"];
        EncodedInput[] inputs = Kit.Inputs(group);
        FreezePlan[] plans = [FreezePlan.None, new(FreezeKind.Embeddings), new(FreezeKind.Bottom, 4), new(FreezeKind.AllButTop, 1), new(FreezeKind.All)];
        foreach (FreezePlan plan in plans)
        {
            using SequenceClassifier model = ClassifierFactory.Create(Kit.Task(head, plan, labels, group == "pairs"), Kit.MiniLm, 0, out _);
            Kit.SetHead(model, head, Kit.Tensors("minilm.heads.safetensors"), name == "mlp" ? ["mlp.0", "mlp.1"] : [name]);
            using var batch = new TokenBatch(inputs, 0, CPU);
            Tensor logits = plan.Kind == FreezeKind.None ? model.Forward(batch, Dropout.None) : model.ForwardTrained(model.EncodeFrozen(batch), batch.Mask, Dropout.None);
            double difference = Kit.Difference(logits, expected);
            output.WriteLine($"freeze: {plan}: {difference:G3}");
            KitTable.Within("encoder, logits", difference, Tolerance);
        }
    }
}
