using CodegenBert.Generators.Tests.Running;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Generators.Tests;

/// <summary>Generated code, compiled, loaded and called.</summary>
public class GeneratedBehaviourTests
{
    private const string Spec = """
        task: Mood
        description: How does it sound?
        input: { first: question, second: the reply }
        labels: [{ name: Good, value: "+" }, { name: Bad, value: "-", description: not good }, so_so]
        encoder: minilm-l6
        tokenizer: { max_length: 64 }
        head: { pooling: [cls, mean], layers: [6, 0, 3], hidden: [32], activation: relu, dropout: 0.25 }
        freeze: { all_but_top: 2 }
        training: { epochs: 4, learning_rate: 3e-5, warmup: 100, early_stopping: 2, seed: 7 }
        """;

    private const string Program = """
        #nullable enable
        using System;
        using System.Linq;
        using Contoso;
        using CodegenBert.Runtime;

        public static class Program
        {
            public static object Task() => MoodDefinition.Task;

            public static object Options() => new MoodTrainingOptions { LearningRate = 1e-4 };

            public static object Texts() => string.Join(" ", MoodLabels.All.Select(label => label.ToText()));

            public static object Parsed() => string.Join(" ", MoodLabels.Parse("-"), MoodLabels.TryParse("SO_SO", out MoodLabel none), none, MoodLabels.TryParse(null, out _));

            public static object NoLabel() => MoodLabels.Parse("?");

            public static object NoText() => ((MoodLabel)7).ToText();

            public static object Input() => new MoodInput("a", "b") with { TheReply = "c" } == new MoodInput(question: "a", theReply: "c");

            public static object NullInput() => new MoodInput("a", null!);

            public static object NullExample() => new MoodExample(null!, MoodLabel.Good);

            public static object NullTrain() => new MoodTrainer().Train(null!);

            public static object NullPath() => MoodDataset.Read((string)null!);

            public static object NullFolder() => MoodClassifier.Load(null!);

            public static object Top() => string.Join(" ", Prediction().Probabilities.Top(2).Select(item => item.Label.ToString()));

            public static object Pattern() => Prediction() is { Label: MoodLabel.SoSo, Probability: > 0.4f, Truncated: true } p ? $"{p} {p.Probabilities.Good == p.Probabilities[MoodLabel.Good]}" : "";

            public static object Decided() => Prediction() is { Decided: MoodLabel.SoSo, IsUndecided: false };

            // Label is what is most probable in any case; a pattern on Decided sees nothing that is undecided.
            public static object Undecided() => Undecided(new(new[] { 0.3f, 0.2f, 0.5f }, false) { IsUndecided = true });

            public static object Weighted() => string.Join(" ", MoodDataset.From(Some(3)).Select(example => FormattableString.Invariant($"{example.Weight}{example.Group}")));

            public static object FromAsync() => MoodDataset.FromAsync(Some(5).ToAsyncEnumerable()).GetAwaiter().GetResult().Count;

            public static object BadWeight() => MoodDataset.From([new MoodExample("a", "b", MoodLabel.Good) { Weight = float.NaN }]);

            public static object Split()
            {
                (MoodDataset train, MoodDataset rest) = MoodDataset.From(Some(40)).Split(0.75);
                return $"{train.Count} {rest.Count} {train.Select(example => example.Group).Intersect(rest.Select(example => example.Group)).Count()}";
            }

            public static object Opened()
            {
                string path = System.IO.Path.GetTempFileName();
                System.IO.File.WriteAllText(path, "{\"question\": \"q\", \"the reply\": \"r\", \"label\": \"-\"}");
                MoodDataset opened = MoodDataset.Open(path, CodegenBert.Data.DataFormat.JsonLines);
                string text = $"{opened[0].Label} {opened.SequenceEqual(MoodDataset.Read(path, CodegenBert.Data.DataFormat.JsonLines))}";
                System.IO.File.Delete(path);
                return text;
            }

            public static object IsGeneric() => Generic<MoodClassifier, MoodInput, MoodPrediction>();

            private static System.Collections.Generic.IEnumerable<MoodExample> Some(int count) =>
                Enumerable.Range(0, count).Select(i => new MoodExample("q", $"r{i}", (MoodLabel)(i % 2)) { Weight = i / 2f, Group = $"g{i / 2}" });

            // The constructor is internal: a project can make predictions in its own tests.
            private static MoodPrediction Prediction() => new(new RawPrediction(new[] { 0.3f, 0.2f, 0.5f }, true));

            private static string Undecided(RawPrediction raw) => new MoodPrediction(raw) is { Decided: null, IsUndecided: true, Label: MoodLabel.SoSo, Probability: 0.5f } p
                ? $"{p} {p is { Decided: MoodLabel.SoSo }} {p.Decided switch { MoodLabel.Good => "good", null => "ask", _ => "bad" }}" : "";

            private static string Generic<TClassifier, TInput, TPrediction>()
                where TClassifier : CodegenBert.ITextClassifier<TClassifier, TInput, TPrediction> => typeof(TClassifier).Name;
        }
        """;

    private static readonly LoadedCode s_code = LoadedCode.Of(GeneratorRun.OfSpec(Spec), Program);

    [Theory]
    [InlineData("Texts", "+ - so_so")]
    [InlineData("Parsed", "Bad False Good False")]
    [InlineData("Input", "True")]
    [InlineData("Top", "SoSo Good")]
    [InlineData("Pattern", "so_so (0.50) True")]
    [InlineData("Decided", "True")]
    [InlineData("Undecided", "undecided: so_so (0.50) False ask")]
    [InlineData("IsGeneric", "MoodClassifier")]
    [InlineData("Weighted", "0g0 0.5g0 1g1")]
    [InlineData("FromAsync", "5")]
    [InlineData("Split", "30 10 0")]
    [InlineData("Opened", "Bad True")]
    public void Gives(string method, string expected) => Assert.Equal(expected, s_code.Call(method).ToString());

    [Theory]
    [InlineData("NoLabel", typeof(FormatException), "'?' is no label of Mood: it has +, -, so_so.")]
    [InlineData("NoText", typeof(ArgumentOutOfRangeException), "Mood has no such label. (Parameter 'label')\nActual value was 7.")]
    [InlineData("NullInput", typeof(ArgumentNullException), "Value cannot be null. (Parameter 'theReply')")]
    [InlineData("NullExample", typeof(ArgumentNullException), "Value cannot be null. (Parameter 'input')")]
    [InlineData("NullTrain", typeof(ArgumentNullException), "Value cannot be null. (Parameter 'train')")]
    [InlineData("NullPath", typeof(ArgumentNullException), "Value cannot be null. (Parameter 'path')")]
    [InlineData("BadWeight", typeof(Data.DataFileException), "example 1: `weight` is `NaN`; a row's weight is a number, 0 or more, with a decimal point")]
    [InlineData("NullFolder", typeof(ArgumentNullException), "Value cannot be null. (Parameter 'folder')")]
    public void Refuses(string method, Type type, string message)
    {
        Exception exception = Assert.Throws(type, () => s_code.Call(method));

        Assert.Equal(message, exception.Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void TheTaskIsWhatTheSpecSays()
    {
        var task = (TaskDefinition)s_code.Call("Task");

        Assert.Equal(("Mood", "specs/x.bert.yaml", "How does it sound?"), (task.Name, task.SpecPath, task.Description));
        Assert.Equal(new InputDefinition("question", "the reply"), task.Input);
        Assert.Equal([new("Good", "+"), new("Bad", "-", "not good"), new("SoSo", "so_so")], task.Labels);
        Assert.Equal(new EncoderReference(EncoderSource.Package, "minilm-l6"), task.Encoder);
        Assert.Equal(64, task.Tokenizer.MaxLength);
        Assert.Equal([Pooling.Cls, Pooling.Mean], task.Head.Pooling);
        Assert.Equal([0, 3, 6], task.Head.Layers.Resolve(6));
        Assert.Equal([32], task.Head.Hidden);
        Assert.Equal((HeadActivation.Relu, 0.25), (task.Head.Activation, task.Head.Dropout));
        Assert.Equal(new FreezePlan(FreezeKind.AllButTop, 2), task.Freeze);
        Assert.Equal(
            new TrainingDefaults { Epochs = 4, BatchSize = 32, LearningRate = 3e-5, HeadLearningRate = 1e-3, WarmUp = WarmUp.OfSteps(100), EarlyStopping = 2, Seed = 7 },
            task.Training);
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData("training: { epochs: 8 }", 8)]
    [InlineData("training: { schedule: linear }", null)]
    public void OnlyARunThatMayChooseItsScheduleIsShorterWithoutValidation(string training, int? epochs)
    {
        var run = GeneratorRun.OfSpec("task: Mood\nlabels: [good, bad]\nencoder: minilm-l6\nfreeze: all\nhead: { pooling: mean }\n" + training);
        var task = (TaskDefinition)LoadedCode.Of(run).Property("Contoso.MoodDefinition", "Task");

        Assert.Equal(epochs, task.Training.EpochsWithoutValidation);
    }

    [Fact]
    public void LabelsAreTheTextAsWritten()
    {
        var run = GeneratorRun.OfSpec(
            "task: Mood\nencoder: minilm-l6\nlabels: [yes, null, True, { name: One, value: 1 }, { name: Seven, value: 007 }, { name: Many, value: 1e5 }, { name: None, value: ~ }]");
        var task = (TaskDefinition)LoadedCode.Of(run).Property("Contoso.MoodDefinition", "Task");

        Assert.Equal(["yes", "null", "True", "1", "007", "1e5", "~"], task.Labels.Select(label => label.Text));
    }

    [Fact]
    public void TheOptionsStartFromTheSpec()
    {
        var options = (TrainingOptions)s_code.Call("Options");

        Assert.Equal((4, 1e-3, 7), (options.Epochs, options.HeadLearningRate, options.Seed));
        Assert.Equal(1e-4, options.GetType().GetProperty("LearningRate")!.GetValue(options));
    }

    [Theory]
    [InlineData("freeze: none", 2e-5, 2e-5, 3, RateSchedule.Linear, null)]
    [InlineData("freeze: none\ntraining: { learning_rate: 3e-5 }", 3e-5, 3e-5, 3, RateSchedule.Linear, null)]
    [InlineData("freeze: none\ntraining: { head_learning_rate: 1e-3 }", 2e-5, 1e-3, 3, RateSchedule.Linear, null)]
    [InlineData("freeze: embeddings", 5e-5, 1e-3, 3, RateSchedule.Linear, null)]
    [InlineData("freeze: { bottom: 4 }\ntraining: { learning_rate: 1e-4 }", 1e-4, 1e-3, 3, RateSchedule.Linear, null)]
    [InlineData("freeze: all\nhead: { pooling: mean }", null, 1e-3, 100, RateSchedule.Constant, 5)]
    [InlineData("freeze: all\nhead: { pooling: mean }\ntraining: { early_stopping: none, head_learning_rate: 5e-3 }", null, 5e-3, 100, RateSchedule.Constant, null)]
    [InlineData("freeze: all\nhead: { pooling: mean }\ntraining: { schedule: cosine }", null, 1e-3, 100, RateSchedule.Cosine, 5)]
    public void DefaultsFollowTheFreezing(string rest, double? rate, double headRate, int epochs, RateSchedule schedule, int? patience)
    {
        var run = GeneratorRun.OfSpec("task: Mood\nlabels: [good, bad]\nencoder: minilm-l6\n" + rest);
        var task = (TaskDefinition)LoadedCode.Of(run).Property("Contoso.MoodDefinition", "Task");

        Assert.Empty(run.Diagnostics);
        Assert.Equal(
            (rate ?? task.Training.LearningRate, headRate, epochs, schedule, patience),
            (task.Training.LearningRate, task.Training.HeadLearningRate, task.Training.Epochs, task.Training.Schedule, task.Training.EarlyStopping));
    }
}
