using System.Text.Json;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Checkpoints;

/// <summary>
/// Tiny BERTs, DistilBERTs and ELECTRAs that transformers saved under its various classes, and one BERT in every shape of file found in the wild: the same
/// vectors and logits within 1e-5.
/// </summary>
public sealed class FamilyTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Encoders => [.. Folders("families"), .. Folders("formats")];

    public static TheoryData<string> Classifiers =>
        [.. Folders("families").Concat(Folders("formats")).Where(name => Expected(name).TryGetProperty("logits", out _) && Architecture(name).EndsWith("ForSequenceClassification", StringComparison.Ordinal) && name != "formats/no-prefix")];

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Hidden_states_pooler_and_CLS_are_those_of_transformers(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        JsonElement expected = Expected(name);
        bool pooler = expected.TryGetProperty("pooler_output", out JsonElement pooled);
        var head = new HeadDefinition { Pooling = pooler ? [Pooling.Cls, Pooling.Pooler] : [Pooling.Cls] };
        using SequenceClassifier model = ClassifierFactory.Create(Task(head, FreezeKind.All), Folder(name), 1, out LoadingNotes notes);
        EncodedInput[] inputs = Inputs(expected);
        using var batch = new TokenBatch(inputs, model.Configuration.PadTokenId, CPU);
        Tensor features = model.EncodeFrozen(batch).Features!;
        int d = model.Configuration.HiddenSize;

        Assert.False(notes.NewPooler);
        KitTable.Within(name, Kit.Difference(features.narrow(1, 0, d), Rows(expected.GetProperty("cls"))), Tolerance);
        if (pooler)
        {
            KitTable.Within(name, Kit.Difference(features.narrow(1, d, d), Rows(pooled)), Tolerance);
        }

        using var first = new TokenBatch([inputs[0]], model.Configuration.PadTokenId, CPU);
        var encoder = new BertEncoder(model.Parameters, model.Configuration);
        Tensor hidden = encoder.Run(encoder.Embed(first, Dropout.None), first.Mask, 0, model.Configuration.Layers, Dropout.None, new FeatureReader(model.Plan, allPositions: true));
        KitTable.Within(name, Kit.Difference(hidden.flatten(), tensor(Floats(expected.GetProperty("last_hidden_state_of_first_text")))), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void A_sequence_classifier_of_transformers_gives_its_logits_through_each_head_that_it_can_be(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        JsonElement expected = Expected(name);
        Tensor logits = Rows(expected.GetProperty("logits"));
        EncoderConfiguration configuration = EncoderConfiguration.Read(Path.Combine(Folder(name), "config.json"));
        foreach (TransformersHead known in configuration.Family.Heads)
        {
            var head = new HeadDefinition { Pooling = [known.Pooling], Hidden = known.Activation is null ? [] : [configuration.HiddenSize], Activation = known.Activation ?? HeadActivation.Tanh };
            using SequenceClassifier model = ClassifierFactory.Load(Task(head, FreezeKind.None, labels: (int)logits.size(1)), Folder(name));
            using var batch = new TokenBatch(Inputs(expected), 0, CPU);

            KitTable.Within(name, Kit.Difference(model.Forward(batch, Dropout.None), logits), Tolerance);
        }
    }

    [Fact]
    public void That_a_pooler_is_missing_is_seen_in_the_weights()
    {
        var head = new HeadDefinition { Pooling = [Pooling.Pooler] };
        using SequenceClassifier without = ClassifierFactory.Create(Task(head, FreezeKind.All), Folder("families/bert-without-pooler"), 1, out LoadingNotes missing);
        using SequenceClassifier with = ClassifierFactory.Create(Task(head, FreezeKind.All), Folder("families/bert-encoder-only"), 1, out LoadingNotes missingToo);

        Assert.Equal((true, false), (missing.NewPooler, missingToo.NewPooler));
        Assert.True(without.Parameters["pooler.dense.weight"].Trained);
        Assert.False(with.Parameters["pooler.dense.weight"].Trained);
    }

    [Theory]
    [InlineData("roberta")]
    [InlineData("mpnet")]
    [InlineData("modernbert")]
    public void A_family_that_is_not_supported_is_refused_by_name(string modelType)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["config.json"], $$"""{ "model_type": "{{modelType}}" }""");

        foreach (string path in AllFolders("families").Select(Folder).Where(path => ModelType(path) == modelType).Append(folder.Path))
        {
            string message = Assert.Throws<CheckpointException>(() => ClassifierFactory.Create(Task(new HeadDefinition(), FreezeKind.All), path, 1, out _)).Message;
            Assert.Equal($"{Path.Combine(path, "config.json")}: \"model_type\" is \"{modelType}\", but \"bert\" or \"distilbert\" or \"electra\" is supported.", message);
            KitTable.Note("families that are refused by name", 1, 1);
        }
    }

    /// <summary>Those of supported families: a kit may have more.</summary>
    private static IEnumerable<string> Folders(string kind) => AllFolders(kind).Where(name => EncoderFamily.All.Any(family => family.ModelType == ModelType(Folder(name))));

    private static IEnumerable<string> AllFolders(string kind) =>
        Directory.EnumerateDirectories(Path.Combine(Kit.Folder, kind)).Select(path => $"{kind}/{Path.GetFileName(path)}").Order(StringComparer.Ordinal);

    private static string ModelType(string path)
    {
        using JsonDocument configuration = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(path, "config.json")));
        return configuration.RootElement.GetProperty("model_type").GetString()!;
    }

    private static string Folder(string name) => Path.Combine([Kit.Folder, .. name.Split('/')]);

    /// <summary>The expected values: the folder's own, or those of all folders of its kind.</summary>
    private static JsonElement Expected(string name) =>
        Kit.Json([.. File.Exists(Path.Combine(Folder(name), "expected.json")) ? name.Split('/') : name.Split('/')[..1], "expected.json"]);

    private static string Architecture(string name) => Kit.Json([.. name.Split('/'), "config.json"]).GetProperty("architectures")[0].GetString()!;

    private static TaskDefinition Task(HeadDefinition head, FreezeKind freeze, int labels = 2) =>
        Kit.Task(head, new FreezePlan(freeze), labels, pair: true, labels == 1 ? OutputDefinition.Regression(new ScoreDefinition("score", 0, 1)) : null) with { Tokenizer = new TokenizerSettings { MaxLength = 40 } };

    private static EncodedInput[] Inputs(JsonElement expected) =>
    [
        .. expected.GetProperty("attention_mask").EnumerateArray().Select((mask, row) =>
        {
            int length = mask.EnumerateArray().Sum(value => value.GetInt32());
            return new EncodedInput(
                [.. expected.GetProperty("input_ids")[row].EnumerateArray().Take(length).Select(id => id.GetInt32())],
                expected.GetProperty("token_type_ids") is { ValueKind: JsonValueKind.Array } types ? types[row].EnumerateArray().Take(length).Count(id => id.GetByte() == 0) : length,
                [],
                cutTokens: 0);
        }),
    ];

    private static Tensor Rows(JsonElement rows) => stack(rows.EnumerateArray().Select(row => tensor(Floats(row))));

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetSingle())];
}
