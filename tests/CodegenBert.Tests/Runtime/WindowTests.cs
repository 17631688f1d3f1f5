using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Runtime;

/// <summary>Long texts by windows: one prediction a text, of all its windows' logits, whatever the task, the freezing and the company.</summary>
public sealed class WindowTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private static readonly string Long = string.Join(' ', Enumerable.Range(0, 200).Select(i => TinyEncoder.Words[i * 7 % TinyEncoder.Words.Count]));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WindowCombination.Mean)]
    [InlineData(WindowCombination.Max)]
    public void A_long_texts_score_is_that_of_its_windows_combined(WindowCombination combination)
    {
        // A score is the logit itself, and a text of one window is its own.
        using TrainingOutcome outcome = TrainerRuntime.Train(Mood(combination), TinyOutputs.MoodRows(24, seed: 1), null, TinyTask.Options(encoder) with { Epochs = 1 });
        string[] words = Long.Split(' ');
        float[] scores = [.. Windows(words.Length, room: 30, stride: 10).Select(range => Score(outcome.Classifier, string.Join(' ', words[range])))];
        RawPrediction prediction = outcome.Classifier.Predict(new InputTexts(Long));

        Assert.Equal(10, scores.Length);
        Assert.Equal(combination == WindowCombination.Max ? scores.Max() : scores.Average(), prediction.Values[0], 1e-4f);
        Assert.False(prediction.Truncated);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("all_but_top: 1")]
    [InlineData("all")]
    public void Training_reads_whole_texts_and_a_saved_model_predicts_as_it_was_trained(string freeze)
    {
        IReadOnlyList<LabeledTexts> rows = [.. TinyTask.Rows(20, seed: 1), .. TinyTask.Rows(4, seed: 2).Select(row => row with { Input = new InputTexts(Long + " " + row.Input.First) })];
        TaskDefinition task = TinyTask.Sentiment(Freezings.Parse(freeze)) with { Tokenizer = new TokenizerSettings { MaxLength = 32, Window = new WindowSettings(8) } };
        using TrainingOutcome outcome = TrainerRuntime.Train(task, rows, rows, TinyTask.Options(encoder) with { OutputFolder = _folder["model"] });
        using ClassifierRuntime loaded = ClassifierRuntime.Load(task, _folder["model"]);

        Assert.Equal(0, outcome.Report.TruncatedRows);
        Assert.Equal(rows.Count, outcome.Report.TrainingRows);
        Assert.Equal(outcome.Classifier.Predict(rows.Select(row => row.Input)).Select(row => row.Values), loaded.Predict(rows.Select(row => row.Input)).Select(row => row.Values));
        Assert.Equal(rows.Count, loaded.Evaluate(rows).Rows);
        Assert.All(outcome.Report.Epochs, epoch => Assert.True(epoch.Validation!.Loss < 2));
    }

    [Fact]
    public void A_model_of_other_windows_is_refused_by_name()
    {
        using (TrainerRuntime.Train(Mood(WindowCombination.Mean), TinyOutputs.MoodRows(8, seed: 1), null, TinyTask.Options(encoder) with { Epochs = 1, OutputFolder = _folder["model"] }))
        {
        }

        Assert.Contains("tokenizer.window is stride 10, max in the spec and stride 10, mean in the model", Refusal(Mood(WindowCombination.Max)), StringComparison.Ordinal);
        Assert.Contains("tokenizer.window is missing in the spec and stride 10, mean in the model", Refusal(TinyOutputs.Mood()), StringComparison.Ordinal);
    }

    private string Refusal(TaskDefinition task) => Assert.Throws<TaskMismatchException>(() => ClassifierRuntime.Load(task, _folder["model"])).Message;

    private static TaskDefinition Mood(WindowCombination combination) =>
        TinyOutputs.Mood() with { Tokenizer = new TokenizerSettings { MaxLength = 32, Window = new WindowSettings(10, combination) } };

    private static float Score(ClassifierRuntime classifier, string text) => classifier.Predict(new InputTexts(text)).Values[0];

    private static IEnumerable<Range> Windows(int count, int room, int stride)
    {
        for (int start = 0, end = 0; end < count; start += room - stride)
        {
            end = Math.Min(start + room, count);
            yield return start..end;
        }
    }
}
