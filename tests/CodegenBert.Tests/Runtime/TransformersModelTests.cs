using System.Text.Json;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using TorchSharp;

namespace CodegenBert.Tests.Runtime;

/// <summary>To and from Python: a model that transformers saved is one of ours, and ours has the very names that transformers gives its own.</summary>
public sealed class TransformersModelTests : IDisposable
{
    private static readonly InputTexts[] Inputs = [.. TinyTask.Rows(30, seed: 8).Select(row => row.Input)];
    private readonly TemporaryFolder _saved = new();

    public void Dispose() => _saved.Dispose();

    public static TheoryData<string, Pooling, HeadActivation?, string> Heads => new()
    {
        { "bert-for-sequence-classification", Pooling.Pooler, null, "label {0}" },
        { "bert-for-sequence-classification", Pooling.Cls, HeadActivation.Tanh, "label {0}" },
        { "distilbert-for-sequence-classification", Pooling.Cls, HeadActivation.Relu, "LABEL_{0}" },
        { "electra-for-sequence-classification", Pooling.Cls, HeadActivation.Gelu, "label {0}" },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void A_model_of_transformers_is_loaded_and_saved_again_tensor_for_tensor(string family, Pooling pooling, HeadActivation? activation, string label)
    {
        using var folder = new TransformersFolder(family);
        using ClassifierRuntime classifier = ClassifierRuntime.Load(Task(pooling, activation, label, 0, 1, 2), folder.Path);
        classifier.Save(_saved["model"]);

        AssertSameTensors(folder["model.safetensors"], _saved["model", "model.safetensors"]);
        Assert.False(File.Exists(_saved["model", "head.safetensors"]));
        foreach (string key in (string[])["architectures", "model_type", "vocab_size", "id2label", "label2id"])
        {
            Assert.Equal(Field(folder["config.json"], key), Field(_saved["model", "config.json"], key));
        }
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void Its_labels_are_matched_by_name_in_any_order(string family, Pooling pooling, HeadActivation? activation, string label)
    {
        using var folder = new TransformersFolder(family);
        using ClassifierRuntime inOrder = ClassifierRuntime.Load(Task(pooling, activation, label, 0, 1, 2), folder.Path);
        using ClassifierRuntime permuted = ClassifierRuntime.Load(Task(pooling, activation, label, 2, 0, 1), folder.Path);

        Assert.Equal(Values(inOrder).Select(row => (float[])[row[2], row[0], row[1]]), Values(permuted), new Rounded());
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void A_head_trained_on_its_encoder_has_the_names_that_transformers_gives(string family, Pooling pooling, HeadActivation? activation, string label)
    {
        using var folder = new TransformersFolder(family);
        using TrainingOutcome outcome = Train(Task(pooling, activation, label, 0, 1, 2), Options with { EncoderPath = folder.Path });
        outcome.Classifier.Save(_saved["model"]);

        Assert.Equal(Shapes(folder["model.safetensors"]), Shapes(_saved["model", "model.safetensors"]));
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void Training_goes_on_from_its_weights_head_included(string family, Pooling pooling, HeadActivation? activation, string label)
    {
        using var folder = new TransformersFolder(family);
        TaskDefinition task = Task(pooling, activation, label, 2, 0, 1);
        using ClassifierRuntime before = ClassifierRuntime.Load(task, folder.Path);
        TinyOptions still = Options with { ContinueFrom = folder.Path, HeadLearningRate = 1e-12, EncoderRate = 1e-12 };
        using TrainingOutcome unmoved = Train(task, still), moved = Train(task, Options with { ContinueFrom = folder.Path });

        Assert.Equal(Values(before), Values(unmoved.Classifier), new Rounded());
        Assert.NotEqual(Values(before), Values(moved.Classifier), new Rounded());
    }

    [Theory]
    [InlineData("bert-encoder-only")]
    [InlineData("distilbert-encoder-only")]
    [InlineData("electra-for-sequence-classification")]
    public void Training_goes_on_from_a_model_of_our_own_with_any_head_on_any_family(string family)
    {
        using var folder = new TransformersFolder(family);
        TaskDefinition task = TinyTask.Sentiment(head: new HeadDefinition { Pooling = [Pooling.Pooler, Pooling.Mean], Layers = LayerSelection.LastLayers(2), Hidden = [7] });
        using TrainingOutcome first = Train(task, Options with { EncoderPath = folder.Path, OutputFolder = _saved["first"] });
        using TrainingOutcome second = Train(task, Options with { ContinueFrom = _saved["first"], HeadLearningRate = 1e-12, EncoderRate = 1e-12 });
        using ClassifierRuntime loaded = ClassifierRuntime.Load(task, _saved["first"]);

        Assert.Equal(Values(first.Classifier), Values(loaded));
        Assert.Equal(Values(first.Classifier), Values(second.Classifier), new Rounded());
    }

    [Theory]
    [InlineData(Pooling.Pooler)]
    [InlineData(Pooling.Mean)]
    public void A_saved_model_is_the_encoder_of_another_spec(Pooling pooling)
    {
        using var folder = new TransformersFolder("bert-encoder-only");
        using (Train(TinyTask.Sentiment(head: new HeadDefinition { Pooling = [pooling] }), Options with { EncoderPath = folder.Path, OutputFolder = _saved["first"] }))
        {
        }

        using TrainingOutcome second = Train(Task(Pooling.Cls, null, "label {0}", 0, 1, 2), Options with { EncoderPath = _saved["first"] });
        Assert.Equal(3, second.Classifier.Predict(Inputs[0]).Values.Count);
    }

    [Fact]
    public void A_regression_of_transformers_is_loaded_whatever_its_output_is_called()
    {
        using var folder = new TransformersFolder("bert-one-label");
        TaskDefinition task = TinyOutputs.Mood() with { Head = new HeadDefinition { Pooling = [Pooling.Pooler] } };
        using ClassifierRuntime classifier = ClassifierRuntime.Load(task, folder.Path);
        classifier.Save(_saved["model"]);

        AssertSameTensors(folder["model.safetensors"], _saved["model", "model.safetensors"]);
        Assert.Equal("\"regression\"", Field(_saved["model", "config.json"], "problem_type"));
    }

    [Fact]
    public void Each_difference_is_named_in_one_message()
    {
        using var folder = new TransformersFolder("bert-for-sequence-classification");
        TaskDefinition task = TinyOutputs.Topics(null, "label 0", "label 1", "label 5") with { Head = new HeadDefinition { Pooling = [Pooling.Mean] } };
        folder.Configure("\"id2label\"", "\"problem_type\": \"single_label_classification\", \"id2label\"");

        Assert.Equal(
            $"{folder["codegenbert.json"]} is missing, so the folder is read as a model of transformers; as such it is not one of specs/topics.bert.yaml: "
            + "the spec's head is not that of BertForSequenceClassification, which is head: { pooling: pooler } or { pooling: cls, hidden: [32], activation: tanh }; "
            + "output is multi_label in the spec and single_label_classification in the model; label `label 5` is missing in the model; label `label 2` of the model is missing in the spec. "
            + $"Correct the spec, or {folder["config.json"]}.",
            Assert.Throws<TaskMismatchException>(() => ClassifierRuntime.Load(task, folder.Path)).Message);
    }

    [Fact]
    public void An_encoder_without_a_head_is_no_model()
    {
        using var folder = new TransformersFolder("bert-masked-lm");

        Assert.Contains(
            "it is a BertForMaskedLM, not a BertForSequenceClassification, and so has no head",
            Assert.Throws<TaskMismatchException>(() => ClassifierRuntime.Load(TinyTask.Sentiment(), folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"0\": \"label 0\"", "\"7\": \"label 0\"")]
    [InlineData("\"0\": \"label 0\"", "\"0\": \"label 1\"")]
    [InlineData("\"0\": \"label 0\"", "\"0\": 4")]
    [InlineData("\"0\": \"label 0\"", "\"x\": \"label 0\"")]
    public void Labels_that_cannot_be_matched_are_refused(string before, string after)
    {
        using var folder = new TransformersFolder("bert-for-sequence-classification");
        folder.Configure(before, after);

        Assert.StartsWith(
            $"{folder["config.json"]}: \"id2label\" is ",
            Assert.Throws<CheckpointException>(() => ClassifierRuntime.Load(Task(Pooling.Pooler, null, "label {0}", 0, 1, 2), folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bert-masked-lm", "cls.predictions.bias")]
    [InlineData("bert-pretraining", "cls.seq_relationship.weight")]
    [InlineData("electra-for-sequence-classification", "classifier.out_proj.bias")]
    public void Weights_that_are_not_the_encoders_are_left_out_and_named(string family, string name)
    {
        using var folder = new TransformersFolder(family);
        var logger = new Messages();
        using TrainingOutcome outcome = Train(TinyTask.Sentiment(), Options with { EncoderPath = folder.Path, Logger = logger });

        string message = Assert.Single(logger.Written, message => message.StartsWith($"Of the weights in {folder.Path}, ", StringComparison.Ordinal));
        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.EndsWith("The head is new.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_named_together_with_what_is_there_in_its_place()
    {
        using var folder = new TransformersFolder("bert-encoder-only");
        folder.Configure("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3");
        File.Copy(Path.Combine(Kit.Folder, "families", "bert-masked-lm", "model.safetensors"), folder["model.safetensors"], overwrite: true);

        string message = Assert.Throws<CheckpointException>(() => Train(TinyTask.Sentiment(), Options with { EncoderPath = folder.Path })).Message;

        Assert.StartsWith($"{folder["model.safetensors"]}: the weights are not this model's: 'encoder.layer.2.attention.self.query.weight' is missing; ", message, StringComparison.Ordinal);
        Assert.EndsWith(
            "and 6 more. What it has and no BertModel needs: 'cls.predictions.bias', 'cls.predictions.transform.LayerNorm.bias', 'cls.predictions.transform.LayerNorm.weight', "
            + "'cls.predictions.transform.dense.bias', 'cls.predictions.transform.dense.weight'.",
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoder_and_a_model_to_go_on_from_exclude_each_other()
    {
        using var folder = new TransformersFolder("bert-for-sequence-classification");

        Assert.StartsWith(
            "EncoderPath and ContinueFrom are both given: ",
            Assert.Throws<TrainingException>(() => Train(TinyTask.Sentiment(), Options with { EncoderPath = folder.Path, ContinueFrom = folder.Path })).Message,
            StringComparison.Ordinal);
    }

    private static TinyOptions Options { get; } = new(new TrainingDefaults { Epochs = 1, BatchSize = 8, LearningRate = 1e-3, HeadLearningRate = 1e-2 });

    private static TaskDefinition Task(Pooling pooling, HeadActivation? activation, string label, params int[] logits)
    {
        var head = new HeadDefinition { Pooling = [pooling], Hidden = activation is null ? [] : [32], Activation = activation ?? HeadActivation.Tanh };
        return TinyTask.Of(null, head, [.. logits.Select(logit => label.Replace("{0}", $"{logit}", StringComparison.Ordinal))]);
    }

    private static TrainingOutcome Train(TaskDefinition task, TinyOptions options) => TrainerRuntime.Train(task, TinyTask.Rows(24, seed: 1), null, options);

    private static float[][] Values(ClassifierRuntime classifier) => [.. classifier.Predict(Inputs).Select(prediction => prediction.Values.ToArray())];

    private static void AssertSameTensors(string expected, string actual)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using WeightFile left = WeightFile.Open(expected), right = WeightFile.Open(actual);
        Assert.Equal(left.Tensors.Keys.Order(StringComparer.Ordinal), right.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(left.Tensors, entry => Assert.True(left.ReadFloat32(entry.Value).equal(right.ReadFloat32(right.Tensors[entry.Key])).all().item<bool>(), entry.Key));
    }

    private static string[] Shapes(string path)
    {
        using WeightFile reader = WeightFile.Open(path);
        return [.. reader.Tensors.Values.Select(entry => $"{entry.Name} {entry.Type} [{string.Join(", ", entry.Shape)}]").Order(StringComparer.Ordinal)];
    }

    private static string Field(string path, string key)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return JsonSerializer.Serialize(document.RootElement.GetProperty(key));
    }

    /// <summary>Probabilities to five digits.</summary>
    private sealed class Rounded : IEqualityComparer<float[]>
    {
        public bool Equals(float[]? x, float[]? y) => x!.Zip(y!).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5);

        public int GetHashCode(float[] obj) => obj.Length;
    }
}
