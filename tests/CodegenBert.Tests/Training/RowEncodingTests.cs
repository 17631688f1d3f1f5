using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Tokenization;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training;

/// <summary>Data sets as ids.</summary>
public sealed class RowEncodingTests : IDisposable
{
    private readonly TinyEncoder _encoder = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _encoder.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Rows_that_are_tokenized_side_by_side_are_those_that_are_tokenized_alone()
    {
        TaskDefinition task = TinyTask.Sentiment();
        IReadOnlyList<LabeledTexts> rows = TinyTask.Rows(9_500, seed: 3);
        InputEncoder alone = TaskInputs.Encoder(task, _encoder.Folder);

        EncodedRows encoded = TinyTask.Encode(_encoder, task, rows);

        Assert.Equal(rows.Count, encoded.Inputs.Count);
        Assert.All(rows.Zip(encoded.Inputs.Windows), pair => Assert.True(alone.Encode(pair.First.Input.First).InputIds.Span.SequenceEqual(pair.Second.InputIds.Span)));
        Assert.Equal(rows.Select(row => row.Target), encoded.Targets);
        Assert.Equal(rows.Select(row => row.Origin), encoded.Origins);
        Assert.Null(encoded.Weights);
    }

    [Fact]
    public void Weights_are_kept_where_one_differs()
    {
        LabeledTexts[] rows = [.. TinyTask.Rows(5_000, seed: 3).Select((row, i) => row with { Weight = i < 4_200 ? 1 : i / 1000f })];

        Assert.Equal(rows.Select(row => row.Weight), TinyTask.Encode(_encoder, TinyTask.Sentiment(), rows).Weights);
    }

    [Fact]
    public void The_first_row_that_cannot_be_shortened_is_named()
    {
        TaskDefinition task = TinyTask.Sentiment() with { Tokenizer = new TokenizerSettings { MaxLength = 8, Truncation = TruncationStrategy.OnlySecond } };
        LabeledTexts[] rows = [.. TinyTask.Rows(6_000, seed: 3).Select((row, i) => row with { Input = new(i is 4_100 or 5_900 ? "good great fine lovely bright warm bad" : "good") })];

        Assert.StartsWith("rows.tsv:4102: ", Assert.Throws<DataFileException>(() => TinyTask.Encode(_encoder, task, rows)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_set_that_stays_in_its_file_trains_the_same_weights_as_one_in_memory()
    {
        TaskDefinition task = TinyTask.Sentiment();
        string path = _folder["train.tsv"];
        File.WriteAllLines(path, ["text\tlabel", .. TinyTask.Rows(60, seed: 1).Select(row => $"{row.Input.First}\t{task.Labels[row.Target.LabelIndex].Text}")]);
        TinyOptions options = TinyTask.Options(_encoder);
        using TrainingOutcome memory = TrainerRuntime.Train(task, DatasetRuntime.Read(task, path), null, options);
        using TrainingOutcome file = TrainerRuntime.Train(task, DatasetRuntime.Open(task, path), null, options);

        Assert.Equal(SavedWeights.Of(memory.Classifier), SavedWeights.Of(file.Classifier));
    }
}
