using System.Text.Json;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Runtime;

/// <summary>A saved model is the model: in place as a whole, as Hugging Face has it, with the very same probabilities.</summary>
public sealed class SaveAndLoadTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private static readonly InputTexts[] Inputs = [.. TinyTask.Rows(30, seed: 8).Select(row => row.Input)];
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["model"];

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string, string> Heads => new()
    {
        { "cls", "last", "", "tanh" },
        { "pooler", "last", "", "tanh" },
        { "mean", "last", "16", "gelu" },
        { "sum", "0", "", "tanh" },
        { "cls mean", "0 1 2", "16 8", "relu" },
        { "pooler sum", "1 2", "8", "tanh" },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void A_loaded_model_gives_the_very_same_probabilities(string pooling, string layers, string hidden, string activation)
    {
        var head = new HeadDefinition
        {
            Pooling = [.. pooling.Split(' ').Select(word => Enum.Parse<Pooling>(word, ignoreCase: true))],
            Layers = layers == "last" ? LayerSelection.Last : LayerSelection.Of([.. layers.Split(' ').Select(int.Parse)]),
            Hidden = [.. hidden.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)],
            Activation = Enum.Parse<HeadActivation>(activation, ignoreCase: true),
        };
        TaskDefinition task = TinyTask.Sentiment(head: head);
        using TrainingOutcome outcome = Train(task);
        outcome.Classifier.Save(Model);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(task, Model);

        Assert.Equal(Probabilities(outcome.Classifier), Probabilities(loaded));
    }

    [Fact]
    public void A_model_is_loaded_by_a_spec_that_freezes_otherwise()
    {
        using TrainingOutcome outcome = Train(TinyTask.Sentiment(new FreezePlan(FreezeKind.All)));
        outcome.Classifier.Save(Model);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyTask.Sentiment(new FreezePlan(FreezeKind.Bottom, 1)), Model);

        Assert.Equal(Probabilities(outcome.Classifier), Probabilities(loaded));
    }

    [Fact]
    public void A_loaded_model_can_be_saved_and_loaded_again()
    {
        using (TrainingOutcome outcome = Train(TinyTask.Sentiment()))
        {
            outcome.Classifier.Save(Model);
        }

        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyTask.Sentiment(), Model);
        loaded.Save(_folder["again"]);

        Assert.All(Files(Model), file => Assert.Equal(File.ReadAllBytes(Path.Combine(Model, file)), File.ReadAllBytes(_folder["again", file])));
    }

    [Fact]
    public void Saving_replaces_a_model_and_leaves_nothing_beside_it()
    {
        using TrainingOutcome first = Train(TinyTask.Sentiment(), seed: 1), second = Train(TinyTask.Sentiment(), seed: 2);
        first.Classifier.Save(Model);
        File.WriteAllText(Path.Combine(Model, "notes.txt"), "of the first");

        second.Classifier.Save(Model);

        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyTask.Sentiment(), Model);
        Assert.Equal(Probabilities(second.Classifier), Probabilities(loaded));
        Assert.Equal(["codegenbert.json", "config.json", "head.safetensors", "model.safetensors", "tokenizer_config.json", "vocab.txt"], Files(Model));
        Assert.Equal([Model], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_folder_that_is_no_model_is_not_replaced()
    {
        Directory.CreateDirectory(Model);
        File.WriteAllText(Path.Combine(Model, "thesis.txt"), "three years of work");
        using TrainingOutcome outcome = Train(TinyTask.Sentiment());

        string message = Assert.Throws<CheckpointException>(() => outcome.Classifier.Save(Model)).Message;

        Assert.Equal($"{Model}: this is no model folder, so it is not replaced. Give another folder, or empty it.", message);
        Assert.Equal(["thesis.txt"], Files(Model));
    }

    [Fact]
    public void A_file_in_the_folders_place_is_not_replaced()
    {
        File.WriteAllText(Model, "a file");
        using TrainingOutcome outcome = Train(TinyTask.Sentiment());

        Assert.Throws<CheckpointException>(() => outcome.Classifier.Save(Model));
        Assert.Equal("a file", File.ReadAllText(Model));
    }

    [Fact]
    public void An_empty_folder_is_taken()
    {
        Directory.CreateDirectory(Model);
        using TrainingOutcome outcome = Train(TinyTask.Sentiment());

        outcome.Classifier.Save(Model);

        Assert.Equal(6, Files(Model).Length);
    }

    [Fact]
    public void A_save_that_died_between_its_renames_is_repaired_by_loading()
    {
        using TrainingOutcome outcome = Train(TinyTask.Sentiment());
        outcome.Classifier.Save(Model);
        Directory.Move(Model, Model + ".codegenbert-old");

        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyTask.Sentiment(), Model);

        Assert.Equal(Probabilities(outcome.Classifier), Probabilities(loaded));
        Assert.Equal([Model], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Labels_in_another_order_are_permuted_by_name()
    {
        using TrainingOutcome outcome = Train(TinyTask.Of(null, null, "negative", "positive", "mixed"));
        outcome.Classifier.Save(Model);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyTask.Of(null, null, "mixed", "negative", "positive"), Model);

        float[][] saved = Probabilities(outcome.Classifier), permuted = Probabilities(loaded);
        for (int i = 0; i < saved.Length; i++)
        {
            Assert.Equal(saved[i][0], permuted[i][1], 1e-6f);
            Assert.Equal(saved[i][1], permuted[i][2], 1e-6f);
            Assert.Equal(saved[i][2], permuted[i][0], 1e-6f);
        }
    }

    [Fact]
    public void Every_difference_from_the_spec_is_named_in_one_message()
    {
        using TrainingOutcome outcome = Train(TinyTask.Sentiment());
        outcome.Classifier.Save(Model);
        TaskDefinition other = TinyTask.Of(
            null,
            new HeadDefinition { Pooling = [Pooling.Cls, Pooling.Mean], Layers = LayerSelection.LastLayers(2), Hidden = [64, 8], Activation = HeadActivation.Relu },
            "positive", "neutral", "mixed") with
        {
            Name = "Mood",
            SpecPath = "specs/mood.bert.yaml",
            Input = new InputDefinition("first", "second"),
            Tokenizer = new TokenizerSettings { MaxLength = 48 },
        };

        string message = Assert.Throws<TaskMismatchException>(() => ClassifierRuntime.Load(other, Model)).Message;

        Assert.Equal(
            $"{Model}: the model of task Sentiment is not one of specs/mood.bert.yaml: label `neutral` is missing in the model; label `mixed` is missing in the model; label `negative` of the model is missing in the spec; "
            + "head.activation is relu in the spec and none in the model; head.hidden is [64, 8] in the spec and [] in the model; head.layers is { last: 2 } in the spec and last in the model; "
            + "head.pooling is cls + mean in the spec and cls in the model; input is pair in the spec and single in the model; tokenizer.max_length is 48 in the spec and 32 in the model. "
            + "Train it again, or load it with its own spec.",
            message);
    }

    [Fact]
    public void The_configuration_is_one_that_transformers_reads()
    {
        using TrainingOutcome outcome = Train(TinyTask.Sentiment(head: new HeadDefinition { Pooling = [Pooling.Pooler] }));
        outcome.Classifier.Save(Model);
        using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Model, "config.json")));

        Assert.Equal("""["BertForSequenceClassification"]""", Compact(config, "architectures"));
        Assert.Equal("""{"0":"negative","1":"positive"}""", Compact(config, "id2label"));
        Assert.Equal("""{"negative":0,"positive":1}""", Compact(config, "label2id"));
        Assert.Equal("\"bert\"", Compact(config, "model_type"));
        Assert.Equal("\"single_label_classification\"", Compact(config, "problem_type"));
        Assert.Equal("32", Compact(config, "hidden_size"));
        Assert.Equal(EncoderConfiguration.Read(Path.Combine(encoder.Folder, "config.json")), EncoderConfiguration.Read(Path.Combine(Model, "config.json")));
    }

    [Fact]
    public void A_head_that_is_not_transformers_own_lies_beside_an_encoder_that_loads_as_one()
    {
        using TrainingOutcome outcome = Train(TinyTask.Sentiment(head: new HeadDefinition { Hidden = [8] }));
        outcome.Classifier.Save(Model);
        using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Model, "config.json")));

        Assert.Equal(["head.0.bias", "head.0.weight", "head.2.bias", "head.2.weight"], Names("head.safetensors"));
        Assert.Equal(Names(Path.Combine(encoder.Folder, "model.safetensors")), Names("model.safetensors"));
        Assert.Equal("""["BertModel"]""", Compact(config, "architectures"));
    }

    private TrainingOutcome Train(TaskDefinition task, int seed = 1) =>
        TrainerRuntime.Train(task, TinyTask.Rows(24, seed: 1), null, TinyTask.Options(encoder) with { Epochs = 1, Seed = seed });

    private string[] Names(string file)
    {
        using WeightFile reader = WeightFile.Open(Path.Combine(Model, file));
        return [.. reader.Tensors.Keys.Order(StringComparer.Ordinal)];
    }

    private static float[][] Probabilities(ClassifierRuntime classifier) => [.. classifier.Predict(Inputs).Select(prediction => prediction.Values.ToArray())];

    private static string[] Files(string folder) => [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Compact(JsonDocument document, string name) => JsonSerializer.Serialize(document.RootElement.GetProperty(name));
}
