using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training;

/// <summary>What a spec says of training reaches the run, and changes it.</summary>
public sealed class SpecSettingsTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly IReadOnlyList<LabeledTexts> Rows = TinyTask.Rows(24, seed: 1);
    private static readonly TrainingDefaults Plain = new() { Epochs = 2, BatchSize = 8, LearningRate = 1e-3, HeadLearningRate = 1e-2 };

    public static TheoryData<string> Settings => ["layer decay", "label smoothing", "class weights", "cosine", "constant"];

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_changes_the_weights_and_the_same_setting_gives_the_same(string setting)
    {
        TrainingDefaults changed = setting switch
        {
            "layer decay" => Plain with { LayerDecay = 0.5 },
            "label smoothing" => Plain with { LabelSmoothing = 0.1 },
            "class weights" => Plain with { ClassWeights = ClassWeighting.Balanced },
            "cosine" => Plain with { Schedule = RateSchedule.Cosine },
            _ => Plain with { Schedule = RateSchedule.Constant },
        };

        byte[] weights = Train(TinyTask.Sentiment(), changed);

        Assert.NotEqual(Train(TinyTask.Sentiment(), Plain), weights);
        Assert.Equal(Train(TinyTask.Sentiment(), changed), weights);
    }

    [Fact]
    public void A_labels_own_weight_changes_the_weights()
    {
        TaskDefinition task = TinyTask.Sentiment();

        Assert.NotEqual(Train(task, Plain), Train(task with { Labels = new([task.Labels[0], task.Labels[1] with { Weight = 3 }]) }, Plain));
    }

    [Fact]
    public void Several_labels_are_weighted_and_smoothed_too()
    {
        TaskDefinition task = TinyOutputs.Topics();
        IReadOnlyList<LabeledTexts> rows = TinyOutputs.TopicRows(24, seed: 1);
        byte[] plain = Train(task, Plain, rows);

        Assert.NotEqual(plain, Train(task, Plain with { ClassWeights = ClassWeighting.Balanced }, rows));
        Assert.NotEqual(plain, Train(task, Plain with { LabelSmoothing = 0.1 }, rows));
    }

    [Fact]
    public void The_rate_of_a_layer_falls_with_its_depth()
    {
        using SequenceClassifier model = encoder.Model(TinyTask.Sentiment());
        Recipe recipe = From(TinyTask.Sentiment(), new TinyOptions(Plain with { LayerDecay = 0.5 }));

        // Head; top layer, the one below, embeddings: the encoder's rate times d, d squared, d cubed (Howard and Ruder 2018).
        Assert.Equal([1e-2, 1e-3 / 2, 1e-3 / 4, 1e-3 / 8], recipe.Groups(model).Select(group => group.PeakRate).Distinct().OrderDescending());
    }

    [Theory]
    [InlineData(RateSchedule.Constant, RateSchedule.Linear)]
    [InlineData(RateSchedule.Cosine, RateSchedule.Cosine)]
    public void Without_validation_the_rate_of_a_frozen_task_falls_as_the_spec_says_or_linearly(RateSchedule spec, RateSchedule run) =>
        Assert.Equal(run, From(TinyTask.Sentiment(), new TinyOptions(Plain with { Schedule = spec, EpochsWithoutValidation = 20 })).Schedule);

    public static TheoryData<string, string> Unusable => new()
    {
        { "decay 0", "The option LayerDecay is 0; allowed is above 0, at most 1." },
        { "decay NaN", "The option LayerDecay is NaN; allowed is above 0, at most 1." },
        { "smoothing 1", "The option LabelSmoothing is 1; allowed is 0 to below 1." },
        { "smoothed score", "The option LabelSmoothing is 0.1; allowed is 0 only, since Mood has a score and no labels." },
        { "balanced score", "The option ClassWeights is Balanced; allowed is None only, since Mood has a score and no labels." },
        { "no weighting", "The option ClassWeights is 7; allowed is None or Balanced." },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void An_unusable_setting_is_refused_with_what_is_allowed(string setting, string message)
    {
        TinyOptions options = new(Plain);
        options = setting switch
        {
            "decay 0" => options with { LayerDecay = 0 },
            "decay NaN" => options with { LayerDecay = double.NaN },
            "smoothing 1" => options with { LabelSmoothing = 1 },
            "smoothed score" => options with { LabelSmoothing = 0.1 },
            "balanced score" => options with { ClassWeights = ClassWeighting.Balanced },
            _ => options with { ClassWeights = (ClassWeighting)7 },
        };
        TaskDefinition task = setting.EndsWith("score", StringComparison.Ordinal) ? TinyOutputs.Mood() : TinyTask.Sentiment();

        Assert.Equal(message, Assert.Throws<TrainingException>(() => From(task, options)).Message);
    }

    private static Recipe From(TaskDefinition task, TinyOptions options) => Recipe.From(task, options, [.. Rows.Select(row => row.Target)], hasValidation: false);

    private byte[] Train(TaskDefinition task, TrainingDefaults training, IReadOnlyList<LabeledTexts>? rows = null)
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(task, rows ?? Rows, null, new TinyOptions(training) { EncoderPath = encoder.Folder });
        return SavedWeights.Of(outcome.Classifier);
    }
}
