using CodegenBert.Checkpoints;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Runtime;

/// <summary>A temperature is fitted after the run, lies in the saved model, and changes probabilities but neither weights nor labels.</summary>
public sealed class CalibrationTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private static readonly IReadOnlyList<LabeledTexts> Rows = TinyTask.Rows(48, seed: 1), Validation = TinyTask.Rows(60, seed: 2), Test = TinyTask.Rows(80, seed: 3);
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["model"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none")]
    [InlineData("all_but_top: 1")]
    [InlineData("all")]
    public void It_makes_the_validation_rows_loss_the_least_whatever_is_frozen(string freeze)
    {
        using TrainingOutcome outcome = Train(TinyTask.Sentiment(Freezings.Parse(freeze)));
        CalibrationReport calibration = outcome.Report.Calibration!;
        double fitted = calibration.Temperature;

        Assert.Equal((CalibrationOutcome.Fitted, 60, fitted), (calibration.Outcome, calibration.Rows, outcome.Classifier.Temperature));
        Assert.True(Math.Abs(fitted - 1) > 0.05, $"{fitted} would show nothing");
        Assert.Equal(calibration.LossAfter!.Value, Loss(fitted), 1e-6);
        Assert.Equal(calibration.LossBefore!.Value, Loss(1), 1e-6);
        Assert.Equal(outcome.Report.Epochs[outcome.Report.BestEpoch - 1].Validation!.Loss, calibration.LossBefore!.Value, 1e-6);
        Assert.True(Loss(fitted) < Loss(fitted * 1.05) && Loss(fitted) < Loss(fitted / 1.05) && Loss(fitted) < Loss(1));

        double Loss(double temperature)
        {
            outcome.Classifier.Temperature = temperature;
            return outcome.Classifier.Evaluate(Validation).Loss;
        }
    }

    [Fact]
    public void Weights_and_labels_stay_and_the_logits_are_divided()
    {
        using TrainingOutcome plain = Train(TinyTask.Sentiment(), Calibration.None), calibrated = Train(TinyTask.Sentiment());
        double temperature = calibrated.Classifier.Temperature;

        Assert.Null(plain.Report.Calibration);
        Assert.Equal(1, plain.Classifier.Temperature);
        Assert.Equal(SavedWeights.Of(plain.Classifier), SavedWeights.Of(calibrated.Classifier));
        foreach ((RawPrediction before, RawPrediction after) in Predict(plain.Classifier).Zip(Predict(calibrated.Classifier)))
        {
            Assert.Equal(before.Label, after.Label);
            Assert.Equal(Margin(before) / temperature, Margin(after), 1e-4);
        }

        static double Margin(RawPrediction prediction) => Math.Log((double)prediction.Values[0] / prediction.Values[1]);
    }

    [Fact]
    public void Without_validation_rows_it_is_1_and_the_report_says_why()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(), Rows, null, Options());

        Assert.Equal(1, outcome.Classifier.Temperature);
        Assert.Equal(new() { Temperature = 1, Outcome = CalibrationOutcome.NoValidationRows, Rows = 0 }, outcome.Report.Calibration);
        Assert.Equal("temperature      1.0000 (not fitted: there are no validation rows)\n", outcome.Report.Calibration!.ToTable());
        Assert.Equal(default, outcome.Report.ConfidencePasses);
    }

    [Fact]
    public void A_loaded_model_says_the_very_same_and_a_model_that_trains_on_starts_without()
    {
        using TrainingOutcome outcome = Train(TinyTask.Sentiment());
        outcome.Classifier.Save(Model);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyTask.Sentiment(), Model);
        using TrainingOutcome continued = TrainerRuntime.Train(TinyTask.Sentiment(), Rows, null, Options() with { EncoderPath = null, ContinueFrom = Model, Epochs = 1 });

        Assert.Equal(outcome.Classifier.Temperature, loaded.Temperature);
        Assert.Equal(Predict(outcome.Classifier).Select(prediction => prediction.Values), Predict(loaded).Select(prediction => prediction.Values));
        Assert.Equal(outcome.Classifier.Evaluate(Test).ToJson(), loaded.Evaluate(Test).ToJson());
        Assert.Equal(1, continued.Classifier.Temperature);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1.5")]
    [InlineData("1e-300")]
    [InlineData("1e999")]
    [InlineData("\"warm\"")]
    [InlineData("[1.5]")]
    public void That_of_a_hostile_file_is_refused(string temperature)
    {
        string path = SavedWith($"\"temperature\": {temperature}");

        Assert.Equal(
            $"{path}: \"temperature\" is {temperature}, but a number from 0.001 to 1000 is supported.",
            Assert.Throws<CheckpointException>(() => ClassifierRuntime.Load(TinyTask.Sentiment(), Model)).Message);
    }

    [Theory]
    [InlineData("\"other\": 7")]
    [InlineData("\"temperature\": null")]
    public void A_model_that_has_none_has_1(string field)
    {
        SavedWith(field);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyTask.Sentiment(), Model);

        Assert.Equal(1, loaded.Temperature);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void One_that_is_unusable_cannot_be_set(double temperature)
    {
        using TrainingOutcome outcome = Train(TinyTask.Sentiment(), Calibration.None);

        string message = Assert.Throws<ArgumentOutOfRangeException>(() => outcome.Classifier.Temperature = temperature).Message;

        Assert.StartsWith(
            FormattableString.Invariant($"The temperature of Sentiment cannot be used: it is {temperature}; a number from 0.001 to 1000 is needed."), message, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Classifier.Temperature);
    }

    [Fact]
    public void A_task_of_several_labels_has_none()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyOutputs.Topics(), TinyOutputs.TopicRows(16, seed: 1), TinyOutputs.TopicRows(8, seed: 2), Options() with { Epochs = 1 });

        Assert.Null(outcome.Report.Calibration);
        Assert.Equal(1, outcome.Classifier.Temperature);
        Assert.Equal(
            "A temperature is for one label; Topics has another kind of output.",
            Assert.Throws<InvalidOperationException>(() => outcome.Classifier.Temperature = 2).Message);
    }

    private static RawPrediction[] Predict(ClassifierRuntime classifier) => [.. classifier.Predict(Test.Select(row => row.Input))];

    /// <summary>Few rows by heart: the model is surer than it may be.</summary>
    private TinyOptions Options() => TinyTask.Options(encoder) with { Epochs = 6, KeepBestEpoch = false };

    private TrainingOutcome Train(TaskDefinition task, Calibration calibration = Calibration.Temperature) =>
        TrainerRuntime.Train(task, Rows, Validation, Options() with { Calibration = calibration });

    private string SavedWith(string field)
    {
        using TrainingOutcome outcome = Train(TinyTask.Sentiment(), Calibration.None);
        outcome.Classifier.Save(Model);
        string path = _folder["model", "codegenbert.json"], json = File.ReadAllText(path);
        Assert.Contains("\"temperature\": 1\n", json, StringComparison.Ordinal);
        File.WriteAllText(path, json.Replace("\"temperature\": 1\n", field + "\n", StringComparison.Ordinal));
        return path;
    }
}
