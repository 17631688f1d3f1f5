using System.Text.Json;
using CodegenBert.Checkpoints;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Checkpoints;

/// <summary>Tiny BERTs that transformers saved under its various classes: the same vectors and logits within 1e-5.</summary>
public sealed class FamilyTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Families =>
        [.. Directory.EnumerateDirectories(Path.Combine(Kit.Folder, "families"), "bert-*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Hidden_states_pooler_and_CLS_are_those_of_transformers(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        JsonElement expected = Kit.Json("families", name, "expected.json");
        bool pooler = expected.TryGetProperty("pooler_output", out JsonElement pooled);
        var head = new HeadDefinition { Pooling = pooler ? [Pooling.Cls, Pooling.Pooler] : [Pooling.Cls] };
        using SequenceClassifier model = ClassifierFactory.Create(Task(head, FreezeKind.All), Folder(name), 1, out bool newPooler);
        EncodedInput[] inputs = Inputs(expected);
        using var batch = new TokenBatch(inputs, model.Configuration.PadTokenId, CPU);
        Tensor features = model.EncodeFrozen(batch).Features!;
        int d = model.Configuration.HiddenSize;

        Assert.False(newPooler);
        Assert.InRange(Kit.Difference(features.narrow(1, 0, d), Rows(expected.GetProperty("cls"))), 0, Tolerance);
        if (pooler)
        {
            Assert.InRange(Kit.Difference(features.narrow(1, d, d), Rows(pooled)), 0, Tolerance);
        }

        using var first = new TokenBatch([inputs[0]], model.Configuration.PadTokenId, CPU);
        var encoder = new BertEncoder(model.Parameters, model.Configuration);
        Tensor hidden = encoder.Run(encoder.Embed(first, Dropout.None), first.Mask, 0, model.Configuration.Layers, Dropout.None, new FeatureReader(model.Plan, allPositions: true));
        Assert.InRange(Kit.Difference(hidden.flatten(), tensor(Floats(expected.GetProperty("last_hidden_state_of_first_text")))), 0, Tolerance);
    }

    [Fact]
    public void A_sequence_classifier_of_transformers_gives_its_logits()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        JsonElement expected = Kit.Json("families", "bert-for-sequence-classification", "expected.json");
        using SequenceClassifier model = ClassifierFactory.Load(
            Task(new HeadDefinition { Pooling = [Pooling.Pooler] }, FreezeKind.None, labels: 3), Folder("bert-for-sequence-classification"));
        using var batch = new TokenBatch(Inputs(expected), 0, CPU);

        Assert.InRange(Kit.Difference(model.Forward(batch, Dropout.None), Rows(expected.GetProperty("logits"))), 0, Tolerance);
    }

    [Fact]
    public void That_a_pooler_is_missing_is_seen_in_the_weights()
    {
        var head = new HeadDefinition { Pooling = [Pooling.Pooler] };
        using SequenceClassifier without = ClassifierFactory.Create(Task(head, FreezeKind.All), Folder("bert-without-pooler"), 1, out bool missing);
        using SequenceClassifier with = ClassifierFactory.Create(Task(head, FreezeKind.All), Folder("bert-encoder-only"), 1, out bool missingToo);

        Assert.Equal((true, false), (missing, missingToo));
        Assert.True(without.Parameters["pooler.dense.weight"].Trained);
        Assert.False(with.Parameters["pooler.dense.weight"].Trained);
    }

    private static string Folder(string name) => Path.Combine(Kit.Folder, "families", name);

    private static TaskDefinition Task(HeadDefinition head, FreezeKind freeze, int labels = 2) =>
        Kit.Task(head, new FreezePlan(freeze), labels, pair: true) with { Tokenizer = new TokenizerSettings { MaxLength = 40 } };

    private static EncodedInput[] Inputs(JsonElement expected) =>
    [
        .. expected.GetProperty("attention_mask").EnumerateArray().Select((mask, row) =>
        {
            int length = mask.EnumerateArray().Sum(value => value.GetInt32());
            return new EncodedInput(
                [.. expected.GetProperty("input_ids")[row].EnumerateArray().Take(length).Select(id => id.GetInt32())],
                [.. expected.GetProperty("token_type_ids")[row].EnumerateArray().Take(length).Select(id => id.GetByte())],
                [],
                truncated: false);
        }),
    ];

    private static Tensor Rows(JsonElement rows) => stack(rows.EnumerateArray().Select(row => tensor(Floats(row))));

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetSingle())];
}
