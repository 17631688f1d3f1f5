using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training;

/// <summary>A run in phases with a freezing each.</summary>
public sealed class PhaseTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(40, seed: 1), Validation = TinyTask.Rows(24, seed: 2);

    [Fact]
    public void Each_phase_trains_what_its_freezing_leaves()
    {
        TaskDefinition task = Task(new(1, new(FreezeKind.All)), new(1, new(FreezeKind.AllButTop, 1)));
        using SequenceClassifier before = encoder.Model(task, seed: 42);

        using TrainingOutcome outcome = Run(task);

        Assert.Equal([1, 2], outcome.Report.Epochs.Select(epoch => epoch.Phase));
        Assert.Equal(default, outcome.Report.Epochs[0].TrainedPasses);
        Assert.NotEqual(default, outcome.Report.Epochs[1].TrainedPasses);
        using var folder = new TemporaryFolder();
        outcome.Classifier.Save(folder["model"]);
        using SequenceClassifier after = ClassifierFactory.Load(task, folder["model"]);
        Assert.Equal(["encoder.layer.1", "head"], Changed(before, after).Select(Part).Distinct());
    }

    [Theory]
    [InlineData("all")]
    [InlineData("bottom: 1")]
    [InlineData("embeddings")]
    public void A_phase_that_freezes_again_reads_what_the_weights_say_now(string again)
    {
        // The last epoch's validation is read through what the frozen part was remembered to say, Evaluate runs the whole model.
        TaskDefinition task = Task(new(2, FreezePlan.None), new(1, Freezings.Parse(again)));

        using TrainingOutcome outcome = Run(task, options => options with { KeepBestEpoch = false, Calibration = Calibration.None });

        Assert.Equal(outcome.Report.Epochs[^1].Validation!.Loss, outcome.Classifier.Evaluate(Validation).Loss, 1e-6);
    }

    [Fact]
    public void Each_phase_has_its_rates_and_a_schedule_of_its_own()
    {
        TaskDefinition task = Task(new TrainingPhase(2, new(FreezeKind.All)) { HeadLearningRate = 0.02 }, new TrainingPhase(2, FreezePlan.None) { HeadLearningRate = 0.004 });
        var rates = new List<(int Epoch, double Rate)>();

        using TrainingOutcome outcome = Run(task, options => options with { WarmUp = WarmUp.OfSteps(2) }, new OnProgress(moment =>
        {
            if (moment.LearningRate is { } rate)
            {
                rates.Add((moment.Epoch, rate));
            }
        }));

        // Five steps an epoch: two of warm-up from 0, then linearly to 0 over eight.
        double[] expected = [0, 0.5, 1, 7.0 / 8, 6.0 / 8, 5.0 / 8, 4.0 / 8, 3.0 / 8, 2.0 / 8, 1.0 / 8];
        Assert.Equal(expected.Select(share => share * 0.02).Concat(expected.Select(share => share * 0.004)), rates.Select(rate => rate.Rate), new Within(1e-12));
    }

    [Fact]
    public void Early_stopping_ends_a_phase_and_the_next_begins_with_new_patience()
    {
        TaskDefinition task = Task(new(30, new(FreezeKind.All)), new(30, FreezePlan.None));

        using TrainingOutcome outcome = Run(task, options => options with { EarlyStopping = 2, HeadLearningRate = 0.1, EncoderRate = 5e-3, WarmUp = WarmUp.OfSteps(0), Schedule = RateSchedule.Constant });

        int[] epochs = [.. outcome.Report.Epochs.GroupBy(epoch => epoch.Phase).Select(phase => phase.Count())];
        Assert.Equal(2, epochs.Length);
        Assert.All(epochs, count => Assert.InRange(count, 3, 29));
        Assert.Equal(outcome.Report.Epochs.MinBy(epoch => epoch.Validation!.Loss)!.Epoch, outcome.Report.BestEpoch);
    }

    [Fact]
    public void What_two_phases_train_keeps_the_optimisers_state()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = ones(3), gradient = tensor(new float[] { 1, -2, 3 });
        ParameterGroup group = new([new("weights", weights, 0)], 1e-2, 0);
        using var whole = new FusedAdamW([group]);
        float[] expected = Step(whole, 6);
        weights.fill_(1);
        using var first = new FusedAdamW([group]);
        Step(first, 4);

        using var second = new FusedAdamW([group], first.State.ToDictionary(StringComparer.Ordinal));

        Assert.Equal(expected, Step(second, 2));

        float[] Step(FusedAdamW optimizer, int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                optimizer.Step([gradient.clone()], 1, 1);
            }

            return weights.data<float>().ToArray();
        }
    }

    [Fact]
    public void Other_epochs_than_the_phases_are_refused()
    {
        TaskDefinition task = Task(new(1, new(FreezeKind.All)), new(2, FreezePlan.None));

        string message = Assert.Throws<TrainingException>(() => Run(task, options => options with { Epochs = 9 })).Message;

        Assert.Equal("The option Epochs is 9; allowed is 3 only, since the phases of specs/sentiment.bert.yaml have their own; leave the option alone.", message);
    }

    private static TaskDefinition Task(params TrainingPhase[] phases) => TinyTask.Sentiment() with { Phases = phases };

    private static string Part(string parameter) => parameter.StartsWith("encoder", StringComparison.Ordinal) ? string.Join('.', parameter.Split('.').Take(3)) : parameter.Split('.')[0];

    private static List<string> Changed(SequenceClassifier before, SequenceClassifier after) =>
        [.. before.Parameters.All.Where(parameter => !parameter.Value.HasSameValues(after.Parameters[parameter.Name].Value)).Select(parameter => parameter.Name).Order(StringComparer.Ordinal)];

    private TrainingOutcome Run(TaskDefinition task, Func<TinyOptions, TinyOptions>? change = null, IProgress<TrainingProgress>? progress = null)
    {
        var options = new TinyOptions(TinyTask.Options(encoder).Spec with { Epochs = task.Phases.Sum(phase => phase.Epochs) }) { EncoderPath = encoder.Folder };
        return TrainerRuntime.Train(task, Train, Validation, change?.Invoke(options) ?? options, progress);
    }

    private sealed class Within(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double obj) => 0;
    }
}
