using CodegenBert.Checkpoints;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training;

/// <summary>What a step learns from: batches whose gradients are accumulated, rows that weigh differently, batches that adapt to length.</summary>
public sealed class BatchTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly float[] Unequal = [0.5f, 3];

    public static TheoryData<string> Outputs => ["single", "several", "score"];

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Accumulated_batches_have_the_gradient_of_their_rows_in_one_batch(string output)
    {
        using DisposeScope scope = NewDisposeScope();
        (TaskDefinition task, IReadOnlyList<LabeledTexts> rows) = Of(output);
        rows = [.. rows.Select((row, i) => row with { Weight = 0.5f + i })];

        // Batches of unlike sizes and weights: a mean of their means would be another.
        (double whole, Tensor[] expected) = Gradients(task, rows, [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
        (double parts, Tensor[] actual) = Gradients(task, rows, [[0, 1, 2], [3, 4, 5, 6, 7, 8], [9]]);

        Assert.Equal(whole, parts, 1e-5);
        AssertEqual(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_batch_of_many_tokens_is_computed_in_rounds_and_has_the_gradient_of_all_its_rows(string output)
    {
        using DisposeScope scope = NewDisposeScope();
        (TaskDefinition task, IReadOnlyList<LabeledTexts> rows) = Of(output);
        rows = [.. rows.Select((row, i) => row with { Weight = 0.5f + i })];
        int[] each = [.. Enumerable.Range(0, 10)], often = [.. each.SelectMany(row => Enumerable.Repeat(row, 2000))];
        (Dropout ofOne, Dropout ofLarge) = (Dropout.Seeded(1), Dropout.Seeded(1));

        (double once, Tensor[] expected) = Gradients(task, rows, [each]);
        (double large, Tensor[] actual) = Gradients(task, rows, [often]); // more than 100,000 tokens
        _ = Gradients(task, rows, [each], ofOne);
        _ = Gradients(task, rows, [often], ofLarge);

        Assert.Equal(once, large, 1e-5);
        AssertEqual(expected, actual);
        Assert.InRange(ofLarge.Position / ofOne.Position, 2UL, ulong.MaxValue); // each round drops by masks of its own
    }

    [Fact]
    public void Gradients_of_accumulated_batches_live_no_longer_than_the_scope_that_asked_for_them()
    {
        using DisposeScope outer = NewDisposeScope();
        (TaskDefinition task, IReadOnlyList<LabeledTexts> rows) = Of("single");
        Tensor[] gradients;
        using (NewDisposeScope())
        {
            (_, gradients) = Gradients(task, rows, [[0, 1], [2, 3], [4, 5]]);
            Assert.All(gradients, gradient => Assert.False(gradient.IsInvalid));
        }

        Assert.All(gradients, gradient => Assert.True(gradient.IsInvalid));
    }

    [Fact]
    public void Accumulated_batches_drop_each_by_masks_of_its_own()
    {
        using DisposeScope scope = NewDisposeScope();
        (TaskDefinition task, IReadOnlyList<LabeledTexts> rows) = Of("single");
        (Dropout once, Dropout twice) = (Dropout.Seeded(1), Dropout.Seeded(1));

        (double single, _) = Gradients(task, rows, [[0]], once);
        (double mean, _) = Gradients(task, rows, [[0], [0]], twice);

        Assert.Equal(2 * once.Position, twice.Position);
        Assert.NotEqual(single, mean, 1e-6); // by the same masks both batches would have the same loss
    }

    [Fact]
    public void Parts_of_a_batch_drop_by_masks_of_their_own_and_the_first_by_those_of_a_whole_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(200);
        Dropout dropout = Dropout.Seeded(1);
        float[][] parts = [.. Enumerable.Range(0, 3).Select(part => Values(dropout.Part(part)))];

        Assert.Equal(Values(Dropout.Seeded(1)), parts[0]);
        Assert.Equal(3, parts.Select(values => string.Join(' ', values)).Distinct().Count());

        float[] Values(Dropout own) => own.Apply(DropoutSite.Head, x, 0.5).data<float>().ToArray();
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_row_that_weighs_two_is_the_row_twice_and_one_that_weighs_nothing_is_not_there(string output)
    {
        using DisposeScope scope = NewDisposeScope();
        (TaskDefinition task, IReadOnlyList<LabeledTexts> rows) = Of(output);

        (double twice, Tensor[] expected) = Gradients(task, [rows[0], rows[0], rows[1]], [[0, 1, 2]]);
        (double weighted, Tensor[] actual) = Gradients(task, [rows[0] with { Weight = 2 }, rows[1], rows[2] with { Weight = 0 }], [[0, 1, 2]]);

        Assert.Equal(twice, weighted, 1e-5);
        AssertEqual(expected, actual);
    }

    [Fact]
    public void Where_all_rows_of_a_step_weigh_nothing_nothing_changes()
    {
        TaskDefinition task = TinyTask.Sentiment();
        LabeledTexts[] rows = [.. TinyTask.Rows(8, seed: 1).Select(row => row with { Weight = 0 })];
        using TrainingOutcome outcome = TrainerRuntime.Train(task, rows, null, TinyTask.Options(encoder));
        using var folder = new TemporaryFolder();
        outcome.Classifier.Save(folder["model"]);
        using SequenceClassifier before = encoder.Model(task, seed: 42), after = ClassifierFactory.Load(task, folder["model"]);

        Assert.All(before.Parameters.All, parameter => Assert.True(parameter.Value.HasSameValues(after.Parameters[parameter.Name].Value)));
        Assert.All(outcome.Report.Epochs, epoch => Assert.Equal(0, epoch.TrainingLoss));
    }

    [Fact]
    public void A_batch_has_as_many_rows_as_fit_its_tokens_and_the_schedule_knows_their_number()
    {
        TaskDefinition task = TinyTask.Sentiment();
        IReadOnlyList<LabeledTexts> rows = TinyTask.Rows(100, seed: 1);
        int[] lengths = [.. TinyTask.Encode(encoder, task, rows).Lengths];
        double lastRate = -1;
        var seen = new OnProgress(moment => lastRate = moment.LearningRate ?? lastRate);

        using TrainingOutcome outcome = TrainerRuntime.Train(task, rows, null, TinyTask.Options(encoder) with { TokensPerBatch = 64, BatchSize = 16, Epochs = 2 }, seen);

        int[][] batches = [.. Enumerable.Range(1, 2).SelectMany(epoch => BatchPlanner.PlanEpoch(lengths, 16, 42, epoch, 64))];
        Assert.All(batches, batch => Assert.True(batch.Length * batch.Max(row => lengths[row]) <= 64 && batch.Length <= 16));
        Assert.Equal(batches.Length, outcome.Report.Steps);
        int warmUp = (int)Math.Ceiling(0.1 * batches.Length);
        Assert.Equal(1e-2 / (batches.Length - warmUp), lastRate, 1e-9); // one step before zero
    }

    [Fact]
    public void Steps_of_accumulated_batches_are_fewer_and_the_last_takes_what_is_left()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(), TinyTask.Rows(41, seed: 1), null, TinyTask.Options(encoder) with { GradientAccumulation = 4, Epochs = 2 });

        Assert.Equal(2 * 2, outcome.Report.Steps); // 6 batches of 8: 4 and 2
    }

    [Fact]
    public void Top_layers_that_start_anew_have_other_weights_by_the_seed_and_all_else_is_the_checkpoints()
    {
        TaskDefinition task = TinyTask.Sentiment(head: new HeadDefinition { Pooling = [Pooling.Pooler] });
        using SequenceClassifier plain = Create(task, seed: 1, layers: 0), anew = Create(task, seed: 1, layers: 1), other = Create(task, seed: 2, layers: 1);
        string[] reset = [.. plain.Parameters.All.Where(parameter => !parameter.Value.HasSameValues(anew.Parameters[parameter.Name].Value)).Select(parameter => parameter.Name)];

        Assert.All(reset, name => Assert.True(name.StartsWith("encoder.layer.1.", StringComparison.Ordinal) || name.StartsWith("pooler.", StringComparison.Ordinal), name));
        Assert.Equal(18, reset.Length); // 16 of a layer, 2 of the pooler
        Tensor query = anew.Parameters["encoder.layer.1.attention.self.query.weight"].Value;
        Assert.InRange(query.std().item<float>(), 0.018, 0.022); // initializer_range 0.02
        Assert.False(query.HasSameValues(other.Parameters["encoder.layer.1.attention.self.query.weight"].Value));
        Assert.Equal(1, anew.Parameters["encoder.layer.1.output.LayerNorm.weight"].Value.min().item<float>());
        Assert.Equal(0, anew.Parameters["encoder.layer.1.output.dense.bias"].Value.abs().max().item<float>());
    }

    [Fact]
    public void More_layers_than_are_trained_cannot_start_anew()
    {
        TaskDefinition task = TinyTask.Sentiment(new(FreezeKind.AllButTop, 1));

        string message = Assert.Throws<CheckpointException>(() => TrainerRuntime.Train(task, TinyTask.Rows(8, 1), null, TinyTask.Options(encoder) with { ReinitializedLayers = 2 })).Message;

        Assert.Equal("specs/sentiment.bert.yaml: 2 layers are to start anew, but 1 layers of the encoder are read by the head and trained (freeze: { all_but_top: 1 }); allowed is 0 to 1.", message);
    }

    private static (TaskDefinition Task, IReadOnlyList<LabeledTexts> Rows) Of(string output) => output switch
    {
        "several" => (TinyOutputs.Topics(), TinyOutputs.TopicRows(10, seed: 1)),
        "score" => (TinyOutputs.Mood(), TinyOutputs.MoodRows(10, seed: 1)),
        _ => (TinyTask.Sentiment(), TinyTask.Rows(10, seed: 1)),
    };

    private static void AssertEqual(Tensor[] expected, Tensor[] actual) => Assert.All(
        expected.Zip(actual), pair => Assert.InRange((pair.First - pair.Second).norm().item<float>(), 0, 1e-5 * (1 + pair.First.norm().item<float>())));

    private SequenceClassifier Create(TaskDefinition task, int seed, int layers) => ClassifierFactory.Create(task, encoder.Folder, seed, out _, layers);

    private (double Loss, Tensor[] Gradients) Gradients(TaskDefinition task, IReadOnlyList<LabeledTexts> rows, int[][] batches, Dropout? dropout = null)
    {
        EncodedRows encoded = TinyTask.Encode(encoder, task, rows);
        SequenceClassifier model = encoder.Model(task);
        var inputs = new TokenInputs(model, encoded.Inputs.Windows, CPU);
        using var optimizer = new FusedAdamW(Recipe.From(task, TinyTask.Options(encoder), encoded.Targets, hasValidation: false).Groups(model));
        using ITrainingLoss loss = task.Output.Kind switch
        {
            OutputKind.MultiLabel => new BinaryCrossEntropy(3, null, 0, CPU),
            OutputKind.Regression => new SquaredError(CPU),
            _ => new CrossEntropy(Unequal, 0.1, CPU),
        };
        (double value, _, StepGradients gradients) = new TrainingStep(inputs, encoded, optimizer, loss, dropout ?? Dropout.None, 1).Backward(batches);
        return (value, [.. gradients.Whole]);
    }
}
