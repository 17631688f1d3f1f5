using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Runtime;

/// <summary>Thresholds of several labels are tuned after the run, set on the classifier, saved with it and reported.</summary>
public sealed class TunedThresholdTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private static readonly IReadOnlyList<LabeledTexts> Rows = TinyOutputs.TopicRows(96, seed: 1), Validation = TinyOutputs.TopicRows(80, seed: 2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none")]
    [InlineData("all")]
    public void The_classifier_has_the_thresholds_that_the_report_tells(string freeze)
    {
        using TrainingOutcome outcome = Train(Freezings.Parse(freeze), Validation, ThresholdRule.Tuned);
        ThresholdReport tuned = outcome.Report.Thresholds!;
        var after = (MultiLabelReport)outcome.Classifier.Evaluate(Validation);
        outcome.Classifier.Save(_folder["model"]);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyOutputs.Topics(), _folder["model"]);
        outcome.Classifier.Thresholds = [0.5f, 0.5f, 0.5f];
        var before = (MultiLabelReport)outcome.Classifier.Evaluate(Validation);

        Assert.Equal(tuned.Labels.Select(label => label.Threshold), loaded.Thresholds);
        Assert.Equal((80, before.Macro.F1, after.Macro.F1), (tuned.Rows, tuned.MacroF1Before!.Value, tuned.MacroF1After!.Value));
        Assert.Equal((before.Micro.F1, after.Micro.F1), (tuned.MicroF1Before!.Value, tuned.MicroF1After!.Value));
        Assert.True(after.Macro.F1 > before.Macro.F1, tuned.ToTable());
        Assert.All(tuned.Labels, label => Assert.True(label.F1After >= label.F1Before));
        Assert.Equal(after.ToJson(), loaded.Evaluate(Validation).ToJson());
    }

    [Fact]
    public void Fixed_ones_stay_at_the_half_and_nothing_is_told()
    {
        using TrainingOutcome outcome = Train(null, Validation, ThresholdRule.Fixed);

        Assert.Null(outcome.Report.Thresholds);
        Assert.Equal([0.5f, 0.5f, 0.5f], outcome.Classifier.Thresholds);
    }

    [Fact]
    public void Without_validation_rows_they_stay_at_the_half_and_the_report_says_why()
    {
        using TrainingOutcome outcome = Train(null, null, ThresholdRule.Tuned);

        Assert.Equal([0.5f, 0.5f, 0.5f], outcome.Classifier.Thresholds);
        Assert.Equal("thresholds       0.5 (not tuned: there are no validation rows)\n", outcome.Report.Thresholds!.ToTable());
    }

    private TrainingOutcome Train(FreezePlan? freeze, IReadOnlyList<LabeledTexts>? validation, ThresholdRule thresholds) =>
        TrainerRuntime.Train(TinyOutputs.Topics(freeze), Rows, validation, TinyTask.Options(encoder) with { Epochs = 4, Thresholds = thresholds });
}
