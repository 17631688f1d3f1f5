using System.Text.Json;
using CodegenBert.Checkpoints;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Runtime;

/// <summary>Several labels and scores: learnt, scored, predicted, saved and loaded.</summary>
public sealed class OutputTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private static readonly IReadOnlyList<LabeledTexts>
        TopicRows = TinyOutputs.TopicRows(160, seed: 1), NewTopicRows = TinyOutputs.TopicRows(60, seed: 2),
        MoodRows = TinyOutputs.MoodRows(160, seed: 1), NewMoodRows = TinyOutputs.MoodRows(60, seed: 2);

    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["model"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none")]
    [InlineData("all")]
    public void Several_labels_are_learnt_and_a_loaded_model_says_the_very_same(string freeze)
    {
        TaskDefinition task = TinyOutputs.Topics(Freezings.Parse(freeze));
        using TrainingOutcome outcome = Train(task, TopicRows, NewTopicRows, epochs: 12);
        var before = (MultiLabelReport)outcome.Report.Epochs[0].Validation!;
        var after = (MultiLabelReport)outcome.Classifier.Evaluate(NewTopicRows);
        outcome.Classifier.Save(Model);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(task, Model);

        Assert.True(after.Loss < before.Loss, $"{before.Loss} fell to {after.Loss}");
        Assert.True(after.Micro.F1 > AlwaysAll(NewTopicRows), $"F1 {after.Micro.F1}, {AlwaysAll(NewTopicRows)} by always naming every label");
        Assert.Equal(Values(outcome.Classifier, NewTopicRows), Values(loaded, NewTopicRows));
        Assert.Equal(after.ToJson(), loaded.Evaluate(NewTopicRows).ToJson());
        Assert.All(Values(loaded, NewTopicRows), row => Assert.All(row, probability => Assert.InRange(probability, 0, 1)));
        Assert.Contains(Values(loaded, NewTopicRows), row => row.Sum() > 1.2); // no softmax
    }

    [Theory]
    [InlineData("none", 12)]
    [InlineData("all", 100)]
    public void A_score_is_learnt_and_a_loaded_model_says_the_very_same(string freeze, int epochs)
    {
        TaskDefinition task = TinyOutputs.Mood(Freezings.Parse(freeze));
        using TrainingOutcome outcome = Train(task, MoodRows, null, epochs);
        var learnt = (RegressionReport)outcome.Classifier.Evaluate(MoodRows);
        var report = (RegressionReport)outcome.Classifier.Evaluate(NewMoodRows);
        outcome.Classifier.Save(Model);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(task, Model);

        Assert.True(learnt is { R2: > 0.2, Pearson: > 0.5, Spearman: > 0.5 }, learnt.ToTable());
        Assert.True(report.Pearson > 0, report.ToTable());
        Assert.Equal(Values(outcome.Classifier, NewMoodRows), Values(loaded, NewMoodRows));
        Assert.Equal(report.ToJson(), loaded.Evaluate(NewMoodRows).ToJson());
        Assert.All(Values(loaded, NewMoodRows), row => Assert.Single(row));
    }

    [Fact]
    public void The_epoch_with_the_lowest_squared_error_is_kept()
    {
        using TrainingOutcome outcome = Train(TinyOutputs.Mood(), MoodRows, NewMoodRows, epochs: 6);
        double lowest = outcome.Report.Epochs.Min(epoch => ((RegressionReport)epoch.Validation!).MeanSquaredError);

        Assert.Equal(lowest, outcome.Classifier.Evaluate(NewMoodRows).Loss, 1e-5);
    }

    [Fact]
    public void The_saved_configuration_is_that_of_transformers()
    {
        Train(TinyOutputs.Topics(), [.. TopicRows.Take(16)], null, 1, "topics");
        Train(TinyOutputs.Mood(), [.. MoodRows.Take(16)], null, 1, "mood");
        JsonElement topics = Json("topics", "config.json"), mood = Json("mood", "config.json");

        Assert.Equal("multi_label_classification", topics.GetProperty("problem_type").GetString());
        Assert.Equal("""{"0":"kind","1":"unkind","2":"long"}""", topics.GetProperty("id2label").GetRawText().Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("regression", mood.GetProperty("problem_type").GetString());
        Assert.Equal("mood", Assert.Single(mood.GetProperty("id2label").EnumerateObject()).Value.GetString()); // num_labels 1
        Assert.Equal(0, mood.GetProperty("label2id").GetProperty("mood").GetInt32());
    }

    [Fact]
    public void Labels_in_another_order_are_permuted_by_name_with_their_thresholds()
    {
        using TrainingOutcome outcome = Train(TinyOutputs.Topics(), [.. TopicRows.Take(32)], null, epochs: 1);
        outcome.Classifier.Thresholds = [0.1f, 0.2f, 0.3f];
        outcome.Classifier.Save(Model);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyOutputs.Topics(null, "long", "kind", "unkind"), Model);

        Assert.Equal([0.3f, 0.1f, 0.2f], loaded.Thresholds);
        foreach ((float[] saved, float[] permuted) in Values(outcome.Classifier, [.. TopicRows.Take(9)]).Zip(Values(loaded, [.. TopicRows.Take(9)])))
        {
            Assert.Equal(saved[2], permuted[0], 1e-6f);
            Assert.Equal(saved[0], permuted[1], 1e-6f);
            Assert.Equal(saved[1], permuted[2], 1e-6f);
        }
    }

    [Fact]
    public void Thresholds_decide_what_is_counted()
    {
        using TrainingOutcome outcome = Train(TinyOutputs.Topics(), [.. TopicRows.Take(32)], null, epochs: 1);
        Assert.Equal([0.5f, 0.5f, 0.5f], outcome.Classifier.Thresholds);

        outcome.Classifier.Thresholds = [0, 0, 1];
        var report = (MultiLabelReport)outcome.Classifier.Evaluate(NewTopicRows);

        Assert.Equal([1, 1, 0], report.Classes.Select(one => one.Recall));
        Assert.Equal([0, 0, 1], report.Thresholds);
    }

    [Theory]
    [InlineData(new[] { 0.5f, 0.5f }, "The thresholds of Topics cannot be used: 2 thresholds for 3 labels; one for each is needed.")]
    [InlineData(new[] { 0.5f, float.NaN, 0.5f }, "The thresholds of Topics cannot be used: threshold number 2 is NaN; a probability from 0 to 1 is needed.")]
    [InlineData(new[] { 0.5f, 0.5f, 1.5f }, "The thresholds of Topics cannot be used: threshold number 3 is 1.5; a probability from 0 to 1 is needed.")]
    public void Unusable_thresholds_are_refused_and_the_old_stay(float[] thresholds, string message)
    {
        using TrainingOutcome outcome = Train(TinyOutputs.Topics(), [.. TopicRows.Take(16)], null, epochs: 1);

        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => outcome.Classifier.Thresholds = thresholds).Message, StringComparison.Ordinal);
        Assert.Equal([0.5f, 0.5f, 0.5f], outcome.Classifier.Thresholds);
    }

    [Fact]
    public void A_task_of_another_kind_has_no_thresholds()
    {
        using TrainingOutcome outcome = Train(TinyOutputs.Mood(), [.. MoodRows.Take(16)], null, epochs: 1);

        Assert.Empty(outcome.Classifier.Thresholds);
        Assert.Equal(
            "Thresholds are for several labels; Mood has another kind of output.",
            Assert.Throws<InvalidOperationException>(() => outcome.Classifier.Thresholds = [0.5f]).Message);
    }

    [Theory]
    [InlineData("[0.5, 0.5]", "a list of 3 numbers, one for each label, is supported.")]
    [InlineData("[0.5, \"a\", 0.5]", "a list of 3 numbers, one for each label, is supported.")]
    [InlineData("{}", "a list of 3 numbers, one for each label, is supported.")]
    [InlineData("[0.5, 1.5, 0.5]", "a list of probabilities from 0 to 1 is supported.")]
    [InlineData("[0.5, -1e999, 0.5]", "a list of probabilities from 0 to 1 is supported.")]
    public void Thresholds_of_a_hostile_file_are_refused(string thresholds, string allowed)
    {
        Train(TinyOutputs.Topics(), [.. TopicRows.Take(16)], null, 1, "model");
        string path = _folder["model", "codegenbert.json"];
        string json = File.ReadAllText(path);
        int from = json.IndexOf("\"thresholds\"", StringComparison.Ordinal), to = json.IndexOf(']', from) + 1;
        File.WriteAllText(path, $"{json[..from]}\"thresholds\": {thresholds}{json[to..]}");

        Assert.Equal($"{path}: \"thresholds\" is {thresholds}, but {allowed}", Assert.Throws<CheckpointException>(() => ClassifierRuntime.Load(TinyOutputs.Topics(), Model)).Message);
    }

    [Fact]
    public void A_model_without_saved_thresholds_has_the_half()
    {
        Train(TinyOutputs.Topics(), [.. TopicRows.Take(16)], null, 1, "model");
        string path = _folder["model", "codegenbert.json"];
        File.WriteAllText(path, File.ReadAllText(path).Replace("thresholds", "other", StringComparison.Ordinal));

        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyOutputs.Topics(), Model);

        Assert.Equal([0.5f, 0.5f, 0.5f], loaded.Thresholds);
    }

    [Fact]
    public void A_model_of_another_kind_or_range_is_refused()
    {
        Train(TinyOutputs.Mood(), [.. MoodRows.Take(16)], null, 1, "model");
        TaskDefinition wider = TinyOutputs.Mood() with { Output = OutputDefinition.Regression(new("mood", -2, 2.5f)) };

        Assert.Contains("output.range is -2 to 2.5 in the spec and -2 to 2 in the model", Mismatch(wider), StringComparison.Ordinal);
        Assert.Contains("output is multi_label in the spec and regression in the model", Mismatch(TinyOutputs.Topics()), StringComparison.Ordinal);
    }

    private static double AlwaysAll(IReadOnlyList<LabeledTexts> rows)
    {
        double hits = rows.Sum(row => row.Target.LabelIndices.Count);
        return 2 * hits / (hits + (3 * rows.Count));
    }

    private static float[][] Values(ClassifierRuntime classifier, IEnumerable<LabeledTexts> rows) =>
        [.. classifier.Predict(rows.Select(row => row.Input)).Select(prediction => prediction.Values.ToArray())];

    private string Mismatch(TaskDefinition task) => Assert.Throws<TaskMismatchException>(() => ClassifierRuntime.Load(task, Model)).Message;

    private JsonElement Json(params string[] path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(_folder[path]));
        return document.RootElement.Clone();
    }

    private void Train(TaskDefinition task, IReadOnlyList<LabeledTexts> rows, IReadOnlyList<LabeledTexts>? validation, int epochs, string folder)
    {
        using TrainingOutcome outcome = Train(task, rows, validation, epochs);
        outcome.Classifier.Save(_folder[folder]);
    }

    private TrainingOutcome Train(TaskDefinition task, IReadOnlyList<LabeledTexts> rows, IReadOnlyList<LabeledTexts>? validation, int epochs) =>
        TrainerRuntime.Train(task, rows, validation, TinyTask.Options(encoder) with { Epochs = epochs });
}
