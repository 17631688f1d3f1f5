using CodegenBert.Checkpoints.Formats;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Tokenization;
using CodegenBert.Training;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training;

/// <summary>Whole runs in bfloat16, and the choice between it and float32.</summary>
public sealed class PrecisionRunTests(TinyEncoder encoder, ITestOutputHelper output) : IClassFixture<TinyEncoder>
{
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(120, seed: 1), Validation = TinyTask.Rows(40, seed: 2);
    private static readonly InputTexts[] Inputs = [.. TinyTask.Rows(30, seed: 8).Select(row => row.Input)];

    [Theory]
    [InlineData("none")]
    [InlineData("all_but_top: 1")]
    public void The_losses_of_a_run_are_close_to_those_of_float32(string freeze)
    {
        using TrainingOutcome exact = Run(Precision.Float32, freeze), rounded = Run(Precision.BFloat16, freeze);
        foreach ((EpochReport one, EpochReport other) in exact.Report.Epochs.Zip(rounded.Report.Epochs))
        {
            output.WriteLine($"epoch {one.Epoch}: {one.TrainingLoss:F4} and {other.TrainingLoss:F4}; validation {one.Validation!.Loss:F4} and {other.Validation!.Loss:F4}");
            Assert.InRange(other.TrainingLoss, one.TrainingLoss * 0.97, one.TrainingLoss * 1.03);
            Assert.InRange(other.Validation.Loss, one.Validation.Loss * 0.97, one.Validation.Loss * 1.03);
            Assert.NotEqual(one.TrainingLoss, other.TrainingLoss);
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("all_but_top: 1")]
    public void Two_runs_in_bfloat16_give_the_same_weights_bit_for_bit(string freeze)
    {
        using TrainingOutcome first = Run(Precision.BFloat16, freeze), second = Run(Precision.BFloat16, freeze);

        Assert.Equal(SavedWeights.Of(first.Classifier), SavedWeights.Of(second.Classifier));
    }

    [Fact]
    public void The_trained_classifier_is_saved_and_predicts_in_float32()
    {
        using var folder = new TemporaryFolder();
        using TrainingOutcome outcome = Run(Precision.BFloat16, "none");
        outcome.Classifier.Save(folder["model"]);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(outcome.Classifier.Task, folder["model"]);

        using WeightFile file = WeightFile.Open(Path.Combine(folder["model"], "model.safetensors"));
        Assert.All(file.Tensors.Values, tensor => Assert.Equal(ScalarType.Float32, tensor.Type));
        Assert.Equal(Probabilities(outcome.Classifier), Probabilities(loaded));
    }

    [Fact]
    public void A_loaded_classifier_predicts_in_bfloat16_if_asked_to_from_several_threads_too()
    {
        using var folder = new TemporaryFolder();
        using TrainingOutcome outcome = Run(Precision.Float32, "none");
        outcome.Classifier.Save(folder["model"]);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(outcome.Classifier.Task, folder["model"], new ClassifierOptions { Precision = Precision.BFloat16 });
        float[][] exact = Probabilities(outcome.Classifier);

        Assert.All(Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(4).Select(_ => Probabilities(loaded)).ToArray(), rounded =>
        {
            Assert.NotEqual(exact, rounded);
            Assert.All(exact.Zip(rounded), pair => Assert.InRange(pair.Second[0], pair.First[0] - 0.03, pair.First[0] + 0.03));
        });
    }

    [Fact]
    public void A_classifier_is_not_loaded_in_auto_since_there_are_no_rows_to_check_on()
    {
        var e = Assert.Throws<CodegenBertException>(() => ClassifierRuntime.Load(TinyTask.Sentiment(), "nowhere", new ClassifierOptions { Precision = Precision.Auto }));

        Assert.Equal("The option Precision is Auto; allowed for a loaded classifier is Float32 or BFloat16.", e.Message);
    }

    [Fact]
    public void A_precision_that_there_is_none_of_is_refused()
    {
        var e = Assert.Throws<TrainingException>(() => Run((Precision)7, "none"));

        Assert.Equal("The option Precision is 7; allowed is Float32, BFloat16 or Auto.", e.Message);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void A_precision_that_is_asked_for_is_used_and_reported(Precision precision)
    {
        using TrainingOutcome outcome = Run(precision, "none");

        Assert.Equal(new PrecisionChoice { Asked = precision, Used = precision, Reason = "as asked for" }, outcome.Report.Precision);
        Assert.InRange(outcome.Report.PeakMemoryBytes!.Value, 50L << 20, 1L << 40);
    }

    [Fact]
    public void Auto_checks_the_runs_rows_where_the_processor_has_bfloat16_and_says_what_it_found()
    {
        using SequenceClassifier model = encoder.Model(TinyTask.Sentiment());
        PrecisionChoice choice = PrecisionCheck.Choose(Precision.Auto, model, Rows(), 8, CPU);
        output.WriteLine(choice.ToString());

        Assert.Equal((Precision.Auto, choice.Used), (choice.Asked, model.Precision));
        Assert.Equal(BFloat16Support.Of(CPU), choice.RelativeDifference is not null);
        if (choice.RelativeDifference is double difference)
        {
            Assert.InRange(difference, 1e-6, PrecisionCheck.MostDifference);
            Assert.Equal(choice.SpeedUp >= PrecisionCheck.LeastSpeedUp ? Precision.BFloat16 : Precision.Float32, choice.Used);
            Assert.Contains("on the run's rows", choice.Reason, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal((Precision.Float32, "the processor has no instructions for bfloat16"), (choice.Used, choice.Reason));
        }
    }

    [Fact]
    public void Auto_takes_float32_where_the_two_do_not_agree()
    {
        using SequenceClassifier model = encoder.Model(TinyTask.Sentiment());
        using (no_grad())
        {
            model.Parameters["encoder.layer.0.output.dense.bias"].Value.fill_(float.NaN);
        }

        Assert.Equal(Precision.Float32, PrecisionCheck.Choose(Precision.Auto, model, Rows(), 8, CPU).Used);
    }

    [Theory]
    [InlineData("model name\t: AMD EPYC\nflags\t\t: fpu avx512_bf16 avx512_vnni\n", true)]
    [InlineData("flags\t\t: fpu amx_bf16 amx_tile", true)]
    [InlineData("Features\t: fp asimd i8mm bf16", true)]
    [InlineData("flags\t\t: fpu avx512f avx512_vnni\nbugs\t\t: avx512_bf16", false)]
    [InlineData("flags\t\t: fpu my_bf16_of_old", false)]
    [InlineData("", false)]
    public void A_processor_has_bfloat16_if_its_flags_say_so(string description, bool has) =>
        Assert.Equal(has, BFloat16Support.AmongFlags(description));

    private IReadOnlyList<EncodedInput> Rows() => TinyTask.Encode(encoder, TinyTask.Sentiment(), Train).Inputs.Windows;

    private TrainingOutcome Run(Precision precision, string freeze) =>
        TrainerRuntime.Train(TinyTask.Sentiment(Freezings.Parse(freeze)), Train, Validation, TinyTask.Options(encoder) with { Precision = precision });

    private static float[][] Probabilities(ClassifierRuntime classifier) => [.. classifier.Predict(Inputs).Select(prediction => prediction.Values.ToArray())];
}
