using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Surveys;

namespace CodegenBert.Tests.Training;

/// <summary>What is said of the data before the first step, on rows that can be counted by hand.</summary>
public sealed class DataSurveyTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    // Three labels, 8 ids at most: [CLS], six words, [SEP].
    private static readonly TaskDefinition Task = TinyTask.Of(null, null, "negative", "neutral", "positive") with { Tokenizer = new TokenizerSettings { MaxLength = 8 } };

    [Fact]
    public void Rows_are_counted_by_label_and_labels_without_rows_are_named()
    {
        RowSurvey train = Survey([("good", 2), ("fine", 2), ("great film", 2), ("bad", 0)]).Train;

        Assert.Equal((LabelCount[])[new("negative", 1), new("neutral", 0), new("positive", 3)], train.Labels);
        Assert.Equal(["neutral"], train.LabelsWithoutRows);
        Assert.Equal(3, train.Imbalance);
    }

    [Fact]
    public void Lengths_are_those_before_the_cut_and_the_cut_is_told_with_its_median_and_its_most()
    {
        // 3, 8, 9, 10 and 15 ids with [CLS] and [SEP].
        RowSurvey train = Survey([(Words(1), 0), (Words(6), 0), (Words(7), 1), (Words(8), 2), (Words(13), 2)]).Train;

        Assert.Equal((3, 9, 15, 15, 15), (train.Lengths.Least, train.Lengths.Median, train.Lengths.Quantile90, train.Lengths.Quantile99, train.Lengths.Most));
        Assert.Equal(9, train.Lengths.Mean);
        Assert.Equal(new CutSurvey(3, 2, 7), train.Cut);
        Assert.Equal(13, train.Lengths.Histogram.Count);
        Assert.Equal([3, 8, 9, 10, 15], train.Lengths.Histogram.Where(bin => bin.Rows > 0).Select(bin => bin.From));
    }

    [Fact]
    public void Equal_inputs_are_found_within_the_sets_and_between_them_with_their_conflicts()
    {
        DataSurvey survey = Survey(
            [("good film", 2), ("GOOD  film", 2), ("good film", 0), ("good film", 0), ("film good", 2)],
            [("good film", 0), ("good film", 1), ("bad", 0), ("bad", 0)]);

        Assert.Equal(new Repetition(3, 1), survey.Train.Repeated);
        Assert.Equal(new Repetition(2, 1), survey.Validation!.Repeated);
        Assert.Equal(new Repetition(2, 1), survey.Shared);
    }

    [Fact]
    public void Inputs_that_differ_behind_the_cut_alone_are_the_same_to_the_model() =>
        Assert.Equal(new Repetition(1, 1), Survey([(Words(6) + " good", 0), (Words(6) + " bad", 2)]).Train.Repeated);

    [Fact]
    public void A_pair_is_not_its_texts_in_one()
    {
        TaskDefinition task = Task with { Input = new InputDefinition("first", "second") };
        DataSurvey survey = DataSurvey.Of(task, TinyTask.Encode(encoder, task, (LabeledTexts[])
        [
            new(new("good", "film bad"), RowTarget.Label(0), default),
            new(new("good film", "bad"), RowTarget.Label(0), default),
            new(new("good", "film bad"), RowTarget.Label(0), default),
        ]), null);

        Assert.Equal(new Repetition(1, 0), survey.Train.Repeated);
        Assert.Null(survey.Shared);
    }

    [Fact]
    public void Of_several_labels_rows_without_any_are_counted_and_of_a_score_its_spread()
    {
        TaskDefinition topics = TinyOutputs.Topics(), mood = TinyOutputs.Mood();
        RowSurvey labels = DataSurvey.Of(topics, TinyTask.Encode(encoder, topics, Rows(RowTarget.Labels(0, 2), RowTarget.Labels(), RowTarget.Labels(0))), null).Train;
        RowSurvey scores = DataSurvey.Of(mood, TinyTask.Encode(encoder, mood, Rows(RowTarget.Score(-1), RowTarget.Score(0), RowTarget.Score(1))), null).Train;

        Assert.Equal(1, labels.RowsWithoutLabel);
        Assert.Equal([2, 0, 1], labels.Labels.Select(label => label.Rows));
        Assert.Equal(new ScoreSurvey(-1, 0, 1, Math.Sqrt(2.0 / 3)), scores.Scores);
        Assert.Empty(scores.Labels);
        Assert.Null(scores.Imbalance);
    }

    [Fact]
    public void In_words_it_has_about_ten_lines_and_marks_what_needs_a_look() => Assert.Equal(
        """
          train: 5 rows, 3 labels: the largest negative (3), the smallest positive (2)
        ! 1 labels have no row: neutral
          tokens: median 4, 90 % up to 15, 99 % up to 15, most 15
        ! longer than max_length 8, and so cut: 1 (20.0 %), by 7 tokens (median), by 7 at most
        ! rows that repeat an earlier row's input: 1, 1 of them with another target
          validation: 1 rows, 3 labels: the largest negative (1), the smallest negative (1)
        ! 2 labels have no row: neutral, positive
          tokens: median 4, 90 % up to 4, 99 % up to 4, most 4
        ! validation rows whose input is among the training rows' too: 1
        """,
        Survey([("good film", 2), ("good film", 0), ("bad", 0), ("dull", 2), (Words(13), 0)], [("good film", 0)]).ToText());

    [SharedDataFact]
    public void Trec6_has_the_repetitions_that_are_known_of_it()
    {
        // Counted in the files without the library: awk over their lower-cased texts.
        TaskDefinition task = Task with { Labels = new(((string[])["ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"]).Select(label => new LabelDefinition(label, label))), Tokenizer = new TokenizerSettings { MaxLength = 64 } };
        DataSurvey survey = DataSurvey.Of(task, Trec6(task, "train"), Trec6(task, "test"));

        Assert.Equal((5452, 500), (survey.Train.Rows, survey.Validation!.Rows));
        Assert.Equal(new Repetition(72, 0), survey.Train.Repeated);
        Assert.Equal(new Repetition(0, 0), survey.Validation.Repeated);
        Assert.Equal(11, survey.Shared!.Value.Rows);
    }

    private static EncodedRows Trec6(TaskDefinition task, string part) => TaskInputs.Encode(
        TaskInputs.Encoder(task, Path.Combine(AppContext.BaseDirectory, "encoders", "minilm-l6")), task, DatasetRuntime.Read(task, SharedData.PathOf("datasets", "trec6", part + ".tsv")), default);

    private static string Words(int count) => string.Join(' ', TinyEncoder.Words.Take(count));

    private static IReadOnlyList<LabeledTexts> Rows(params RowTarget[] targets) =>
        [.. targets.Select((target, i) => new LabeledTexts(new InputTexts(TinyEncoder.Words[i]), target, default))];

    private DataSurvey Survey((string Text, int Label)[] train, (string Text, int Label)[]? validation = null) =>
        DataSurvey.Of(Task, Encode(train), validation is null ? null : Encode(validation));

    private EncodedRows Encode((string Text, int Label)[] rows) =>
        TinyTask.Encode(encoder, Task, [.. rows.Select(row => new LabeledTexts(new InputTexts(row.Text), RowTarget.Label(row.Label), default))]);
}
