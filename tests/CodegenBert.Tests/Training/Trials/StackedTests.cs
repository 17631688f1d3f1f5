using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Trials;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training.Trials;

/// <summary>Runs that are made in one pass are those that would be made one after the other.</summary>
public sealed class StackedTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly int[] Seeds = [3, 4, 5, 6];

    [Theory]
    [InlineData("single label")]
    [InlineData("several labels")]
    [InlineData("score")]
    public void Each_step_of_each_seed_has_the_loss_that_it_has_alone(string output)
    {
        (TaskDefinition task, EncodedRows train, EncodedRows validation, Recipe recipe) = Setting(output);

        List<double>[] together = [.. Seeds.Select(_ => new List<double>())];
        IReadOnlyList<(int Seed, TrainingReport Report)> stacked = [];
        Tensor[] heads = Stacked(task, recipe, train, validation, (seed, step) => together[seed - Seeds[0]].Add(step.Loss), out stacked);

        for (int i = 0; i < Seeds.Length; i++)
        {
            (List<double> losses, TrainingReport report, Tensor head) = Alone(task, recipe with { Seed = Seeds[i] }, train, validation);
            Assert.All(losses.Zip(together[i]), pair => Assert.InRange(pair.Second, pair.First - Tolerance(pair.First), pair.First + Tolerance(pair.First)));
            Assert.Equal(losses.Count, together[i].Count);
            Assert.Equal(report.BestEpoch, stacked[i].Report.BestEpoch);
            Assert.Equal(report.StoppedEarly, stacked[i].Report.StoppedEarly);
            Assert.Equal(report.Epochs.Count, stacked[i].Report.Epochs.Count);
            Assert.Equal(0, (head - heads[i]).abs().max().item<float>(), 1e-4);
        }
    }

    [Fact]
    public void Seeds_stop_at_epochs_of_their_own()
    {
        (TaskDefinition task, EncodedRows train, EncodedRows validation, Recipe recipe) = Setting("single label");

        Stacked(task, recipe, train, validation, null, out IReadOnlyList<(int Seed, TrainingReport Report)> runs);

        Assert.True(runs.Select(run => run.Report.Epochs.Count).Distinct().Count() > 1, "Else the test above shows nothing of runs that leave the stack.");
        Assert.Contains(runs, run => run.Report.StoppedEarly);
    }

    private static double Tolerance(double loss) => 1e-5 * Math.Max(1e-2, loss);

    private (TaskDefinition Task, EncodedRows Train, EncodedRows Validation, Recipe Recipe) Setting(string output)
    {
        var head = new HeadDefinition { Pooling = [Pooling.Cls, Pooling.Sum], Layers = LayerSelection.Of(0, 2), Hidden = [16], Dropout = 0.3 };
        TaskDefinition task = output switch
        {
            "several labels" => TinyOutputs.Topics(new(FreezeKind.All)) with { Head = head },
            "score" => TinyOutputs.Mood(new(FreezeKind.All)) with { Head = head },
            _ => TinyTask.Sentiment(new(FreezeKind.All), head),
        };
        Func<int, int, IReadOnlyList<LabeledTexts>> rows = output switch { "several labels" => TinyOutputs.TopicRows, "score" => TinyOutputs.MoodRows, _ => TinyTask.Rows };
        EncodedRows train = TinyTask.Encode(encoder, task, [.. rows(61, 1).Select((row, i) => row with { Weight = i % 3 == 0 ? 2.5f : 1 })]);
        EncodedRows validation = TinyTask.Encode(encoder, task, rows(31, 2));
        Recipe recipe = Recipe.From(task, TinyTask.Options(encoder) with { HeadLearningRate = 1e-3, Epochs = 12, EarlyStopping = 1, EarlyStoppingLeastChange = 0.004, MaxGradNorm = 0.5, Schedule = RateSchedule.Constant }, train.Targets, hasValidation: true);
        return (task, train, validation, output == "score" ? recipe : recipe with { LabelSmoothing = 0.1, ClassWeights = [.. task.Labels.Select((_, i) => 1 + (0.5f * i))] });
    }

    private Tensor[] Stacked(
        TaskDefinition task, Recipe recipe, EncodedRows train, EncodedRows validation, Action<int, StepResult>? stepped, out IReadOnlyList<(int Seed, TrainingReport Report)> runs)
    {
        using SequenceClassifier model = encoder.Model(task);
        Assert.True(StackedFineTuning.Fits(model, task, recipe, train, validation));
        using var pass = new StackedFineTuning(model, task, recipe, new RunContext());
        (int Seed, ParameterSet Head)[] heads = [.. Seeds.Select(seed => (seed, Set(ClassifierFactory.NewHead(task, model.Configuration, seed))))];
        runs = pass.Run(heads, train, validation, keepBestEpoch: true, stepped);
        return [.. heads.Select(head => head.Head["head.2.weight"].Value)];
    }

    private (List<double> Losses, TrainingReport Report, Tensor Head) Alone(TaskDefinition task, Recipe recipe, EncodedRows train, EncodedRows validation)
    {
        // The progress tells the mean over the epoch so far; the batches' weights give back each step's own.
        SequenceClassifier model = encoder.Model(task, recipe.Seed);
        var losses = new List<double>();
        IReadOnlyList<int[][]> plan = [];
        double sum = 0, weights = 0;
        using ITrainingLoss loss = recipe.Loss(task, CPU);
        var progress = new OnProgress(moment =>
        {
            if (moment is not { Stage: TrainingStage.Training, Loss: { } mean })
            {
                return;
            }

            if (moment.Step == 1)
            {
                (sum, weights) = (0, 0);
                plan = recipe.PlanEpoch([.. train.Lengths.Select(_ => 1)], moment.Epoch);
            }

            double weight = plan[moment.Step - 1][0].Sum(row => loss.WeightOf(train.Targets[row]) * train.Weights![row]);
            losses.Add(((mean * (weights + weight)) - sum) / weight);
            (sum, weights) = (mean * (weights + weight), weights + weight);
        });
        using var run = new FineTuning(model, task, recipe, new RunContext { Progress = progress });
        TrainingReport report = run.Run(train, validation, keepBestEpoch: true);
        return (losses, report, model.Parameters["head.2.weight"].Value);
    }

    private static ParameterSet Set(IReadOnlyDictionary<string, Tensor> weights)
    {
        var set = new ParameterSet();
        foreach ((string name, Tensor value) in weights)
        {
            set.Add(name, value);
        }

        return set;
    }
}
