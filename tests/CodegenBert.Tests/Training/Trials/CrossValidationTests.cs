using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Trials;

namespace CodegenBert.Tests.Training.Trials;

/// <summary>Folds: each row is scored once, by a model that has not seen it.</summary>
public sealed class CrossValidationTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private const int Folds = 4;
    private static readonly IReadOnlyList<LabeledTexts> Rows = TinyTask.Rows(80, seed: 1);

    [Fact]
    public void Each_row_is_scored_once_and_of_the_others_a_tenth_chooses_the_epoch()
    {
        CrossValidationReport report = Run("all", Rows);

        Assert.Equal(Folds, report.Folds.Count);
        Assert.Equal(Rows.Count, report.Folds.Sum(fold => fold.Test.Rows));
        Assert.Equal(Rows.Count, report.Pooled.Rows);
        Assert.All(report.Folds, fold => Assert.Equal(Rows.Count, fold.TrainingRows + fold.ValidationRows + fold.Test.Rows));
        Assert.All(report.Folds, fold => Assert.InRange(fold.ValidationRows / (double)(fold.TrainingRows + fold.ValidationRows), 0.07, 0.13));
        Assert.Equal(report.Folds.Sum(fold => fold.Test.Loss * fold.Test.Rows) / Rows.Count, report.Pooled.Loss, 1e-9);
        Assert.Equal(report.Folds.Average(fold => fold.Value), report.Mean);
    }

    [Theory]
    [InlineData("all", true)]
    [InlineData("all", false)]
    [InlineData("all_but_top: 1", false)]
    public void The_encoder_runs_once_per_text_over_all_folds(string freeze, bool withCache)
    {
        using var folder = new TemporaryFolder();

        CrossValidationReport report = Run(freeze, Rows, options => options with { RepresentationCache = withCache ? new RepresentationCache(folder["cache"]) : null });

        Assert.Equal(Rows.Count, report.FrozenPasses.Texts);
    }

    [Fact]
    public void A_fold_is_what_training_on_the_others_and_scoring_it_gives()
    {
        CrossValidationReport report = Run("none", Rows);
        TaskDefinition task = TinyTask.Sentiment();
        TinyOptions options = TinyTask.Options(encoder);
        int[] test = CodegenBert.Data.Splits.RowSplit.Of(task, Rows, [0.25, 0.25, 0.25, 0.25], options.Seed)[1];
        LabeledTexts[] others = [.. Enumerable.Range(0, Rows.Count).Except(test).Select(row => Rows[row])];
        int[][] parts = CodegenBert.Data.Splits.RowSplit.Of(task, others, [0.9, 0.1], options.Seed);

        using TrainingOutcome outcome = TrainerRuntime.Train(task, [.. parts[0].Select(row => others[row])], [.. parts[1].Select(row => others[row])], options);
        var expected = (SingleLabelReport)outcome.Classifier.Evaluate([.. test.Select(row => Rows[row])]);

        var actual = (SingleLabelReport)report.Folds[1].Test;
        Assert.Equal(outcome.Report.BestEpoch, report.Folds[1].BestEpoch);
        Assert.Equal(expected.Confusion, actual.Confusion);
        Assert.Equal(expected.Loss, actual.Loss, 1e-6);
    }

    [Fact]
    public void What_cannot_be_learnt_from_other_rows_is_not_learnt()
    {
        // The labels are drawn by lot, but each text stands there four times with its own label: were equal texts in several folds, all would be learnt by heart.
        var random = new Random(3);
        LabeledTexts[] rows = [.. TinyTask.Rows(30, seed: 5).SelectMany(row => Enumerable.Repeat(row with { Target = RowTarget.Label(random.Next(2)) }, 4))];

        CrossValidationReport report = Run("none", rows, options => options with { Epochs = 15 });

        Assert.InRange(((SingleLabelReport)report.Pooled).Accuracy, 0, 0.75);
    }

    [Fact]
    public void One_fold_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => TrainerRuntime.CrossValidate(TinyTask.Sentiment(), Rows, 1, TinyTask.Options(encoder)));

    [Fact]
    public void More_folds_than_texts_are_refused() =>
        Assert.Contains("a part would be empty", Assert.Throws<DataFileException>(() => TrainerRuntime.CrossValidate(TinyTask.Sentiment(), [.. Rows.Take(3)], 4, TinyTask.Options(encoder))).Message, StringComparison.Ordinal);

    private CrossValidationReport Run(string freeze, IReadOnlyList<LabeledTexts> rows, Func<TinyOptions, TinyOptions>? change = null)
    {
        TinyOptions options = TinyTask.Options(encoder) with { RepresentationCache = null };
        return TrainerRuntime.CrossValidate(TinyTask.Sentiment(Freezings.Parse(freeze)), rows, Folds, change?.Invoke(options) ?? options);
    }
}
