using System.Security.Cryptography;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Reports;

namespace CodegenBert.Tests.Training;

/// <summary>What a run remembers of itself.</summary>
public sealed class RunReportTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(40, seed: 1), Validation = TinyTask.Rows(30, seed: 2);

    [Theory]
    [InlineData("none")]
    [InlineData("all")]
    public void Each_step_is_remembered_with_its_loss_rate_and_gradient(string freeze)
    {
        TrainingReport report = Run(TinyTask.Sentiment(Freezings.Parse(freeze)), Train, Validation);

        Assert.Equal(Enumerable.Range(1, 15), report.History.Select(step => step.Step));
        Assert.Equal([.. Enumerable.Repeat(1, 5), .. Enumerable.Repeat(2, 5), .. Enumerable.Repeat(3, 5)], report.History.Select(step => step.Epoch));
        Assert.All(report.History, step => Assert.True(step.GradientNorm > 0));
        // The first step of the warm-up has no rate yet; the peak is the head's.
        Assert.Equal(0, report.History[0].LearningRate);
        Assert.Equal(1e-2, report.History.Max(step => step.LearningRate), 1e-12);
        Assert.Equal(report.Epochs[1].TrainingLoss, report.History.Where(step => step.Epoch == 2).Average(step => step.Loss), 1e-9);
    }

    [Fact]
    public void A_long_history_is_thinned_evenly()
    {
        StepHistory history = new();
        for (int step = 1; step <= 100_000; step++)
        {
            history.Add(new(step, 1, 1, 1, 1));
        }

        Assert.InRange(history.Steps.Count, StepHistory.MostSteps / 2, StepHistory.MostSteps);
        Assert.Single(history.Steps.Zip(history.Steps.Skip(1), (one, next) => next.Step - one.Step).Distinct());
        Assert.Equal(1, history.Steps[0].Step);
    }

    [Fact]
    public void The_settings_are_those_that_were_in_force()
    {
        TrainingReport report = Run(TinyTask.Sentiment(new(FreezeKind.AllButTop, 1)), Train, Validation);
        Dictionary<string, string> settings = report.Recipe.ToDictionary(setting => setting.Name, setting => setting.Value);

        Assert.Equal("8", settings["batch_size"]);
        Assert.Equal("3", settings["epochs"]);
        Assert.Equal("0.01", settings["head_learning_rate"]);
        Assert.Equal("0.001", settings["learning_rate"]);
        Assert.Equal("{ all_but_top: 1 }", settings["freeze"]);
        Assert.Equal("32", settings["tokenizer.max_length"]);
        Assert.Equal("longest_first", settings["tokenizer.truncation"]);
        Assert.Equal("none", settings["early_stopping"]);
        Assert.Equal(encoder.Folder, settings["encoder"]);
    }

    [Fact]
    public void The_encoders_hash_is_that_of_its_file_and_the_datas_changes_with_a_row_a_label_and_their_order()
    {
        TaskDefinition task = TinyTask.Sentiment();
        string Hash(IEnumerable<LabeledTexts> rows) => RunHashes.OfRows(TinyTask.Encode(encoder, task, [.. rows]));
        LabeledTexts first = Train[0];

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(encoder.Folder, "model.safetensors")))), RunHashes.OfWeights(encoder.Folder));
        Assert.Equal(Hash(Train), Hash(Train));
        Assert.Equal(
            4,
            new[] { Hash(Train), Hash(Train.Skip(1)), Hash(Train.Reverse()), Hash([first with { Target = RowTarget.Label(1 - first.Target.LabelIndex) }, .. Train.Skip(1)]) }.Distinct().Count());
    }

    [Fact]
    public void The_parts_time_adds_up_to_no_more_than_the_clocks_and_the_memory_is_the_processes()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        TrainingReport report = Run(TinyTask.Sentiment(new(FreezeKind.AllButTop, 1)), Train, Validation);

        Assert.Equal([RunPart.Other, RunPart.Tokenize, RunPart.Encode, RunPart.Train, RunPart.Evaluate], report.Parts.Select(part => part.Part));
        Assert.InRange(report.Parts.Sum(part => part.Seconds), report.Epochs.Sum(epoch => epoch.TrainingSeconds), clock.Elapsed.TotalSeconds);
        Assert.InRange(report.PeakMemoryBytes!.Value, 30L << 20, 1L << 40);
        Assert.Equal(CodegenBertVersion, report.Environment!.Library);
        Assert.StartsWith("2.10", report.Environment.Libtorch, StringComparison.Ordinal);
    }

    /// <summary>The reference: the classifier's own predictions of each validation row, looked at one by one.</summary>
    [Fact]
    public void The_hard_rows_are_those_of_the_kept_epoch_with_their_texts()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(), Train, Validation, TinyTask.Options(encoder) with { Calibration = Calibration.None });
        var scored = Validation.Select((row, i) => (Row: i, Actual: row.Target.LabelIndex, outcome.Classifier.Predict(row.Input).Values)).ToArray();
        int[] wrong = [.. scored.Where(row => row.Values[row.Actual] < 0.5).OrderByDescending(row => row.Values[1 - row.Actual]).Select(row => row.Row)];

        Assert.Equal(20, outcome.Report.HardestRows.Count);
        Assert.Equal(scored.OrderBy(row => row.Values[row.Actual]).Take(20).Select(row => row.Row), outcome.Report.HardestRows.Select(row => row.Row));
        Assert.Equal(wrong.Take(20), outcome.Report.ConfidentlyWrongRows.Select(row => row.Row));
        HardRow hardest = outcome.Report.HardestRows[0];
        Assert.Equal(Validation[hardest.Row].Input.First, hardest.First);
        Assert.Equal($"rows.tsv:{hardest.Row + 2}", hardest.Origin);
        Assert.Equal(-Math.Log(scored[hardest.Row].Values[scored[hardest.Row].Actual]), hardest.Loss, 1e-4);
        Assert.All(outcome.Report.ConfidentlyWrongRows, row => Assert.NotEqual(row.Actual, row.Predicted));
    }

    [Fact]
    public void Without_validation_rows_there_are_no_hard_ones() => Assert.Empty(Run(TinyTask.Sentiment(), Train, null).HardestRows);

    [Fact]
    public void Of_several_labels_the_surest_wrong_decision_counts_and_of_a_score_the_squared_error()
    {
        HardRows labels = new(TinyOutputs.Topics(), [0.5f, 0.5f, 0.5f]), scores = new(TinyOutputs.Mood(), []);
        labels.Add(7, RowTarget.Labels(0, 1), [3f, -2f, -4f]);
        scores.Add(3, RowTarget.Score(1), [-1f]);

        HardRows.Found wrong = Assert.Single(labels.ConfidentlyWrong);
        Assert.Equal((7, RowTarget.Labels(0)), (wrong.Row, wrong.Predicted));
        Assert.Equal(1 - (1 / (1 + Math.Exp(2))), wrong.Probability!.Value, 1e-6);
        Assert.Equal((Math.Log(1 + Math.Exp(-3)) + Math.Log(1 + Math.Exp(2)) + Math.Log(1 + Math.Exp(-4))) / 3, wrong.Loss, 1e-9);
        Assert.Empty(scores.ConfidentlyWrong);
        Assert.Equal(4, Assert.Single(scores.Hardest).Loss);
    }

    [Fact]
    public void The_reliability_bins_hold_every_row_and_give_the_calibration_error()
    {
        SingleLabelReport report = (SingleLabelReport)Run(TinyTask.Sentiment(), Train, Validation).Best!.Validation!;

        Assert.Equal(Validation.Count, report.Reliability.Sum(bin => bin.Predictions));
        Assert.Equal(report.CalibrationError!.Value, report.Reliability.Sum(bin => bin.Predictions * Math.Abs(bin.Share - bin.Probability)) / Validation.Count, 1e-9);
        Assert.Equal(report.Accuracy, report.Reliability.Sum(bin => bin.Predictions * bin.Share) / Validation.Count, 1e-9);
    }

    [Fact]
    public void The_log_changes_nothing_of_the_run()
    {
        using var folder = new TemporaryFolder();
        using TrainingOutcome told = TrainerRuntime.Train(TinyTask.Sentiment(), Train, Validation, TinyTask.Options(encoder) with { TensorBoardFolder = folder.Path });
        using TrainingOutcome silent = TrainerRuntime.Train(TinyTask.Sentiment(), Train, Validation, TinyTask.Options(encoder));

        Assert.Equal(SavedWeights.Of(silent.Classifier), SavedWeights.Of(told.Classifier));
    }

    private static string CodegenBertVersion => System.Reflection.CustomAttributeExtensions
        .GetCustomAttribute<System.Reflection.AssemblyInformationalVersionAttribute>(typeof(TrainingReport).Assembly)!.InformationalVersion.Split('+')[0];

    private TrainingReport Run(TaskDefinition task, IReadOnlyList<LabeledTexts> train, IReadOnlyList<LabeledTexts>? validation)
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(task, train, validation, TinyTask.Options(encoder));
        return outcome.Report;
    }
}
