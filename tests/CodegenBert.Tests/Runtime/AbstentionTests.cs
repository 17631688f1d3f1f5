using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Runtime;

/// <summary>A prediction that is less probable than wanted is undecided: by the spec, or by the call.</summary>
public sealed class AbstentionTests : IClassFixture<AbstentionTests.Trained>
{
    private static readonly IReadOnlyList<LabeledTexts> Rows = TinyTask.Rows(120, seed: 8);
    private static readonly InputTexts[] Inputs = [.. Rows.Select(row => row.Input)];
    private readonly Trained _trained;
    private readonly float _bound;

    public AbstentionTests(Trained trained)
    {
        _trained = trained;
        float[] sure = [.. _trained.Plain.Predict(Inputs).Select(Probability).Order()];
        _bound = sure[60]; // 60 of the 120 are below it
        Assert.True(sure[59] < _bound);
    }

    [Fact]
    public void Without_a_bound_everything_is_decided() => Assert.DoesNotContain(_trained.Plain.Predict(Inputs), prediction => prediction.IsUndecided);

    [Fact]
    public async Task One_many_and_a_stream_are_undecided_below_the_bound_of_the_call_alone()
    {
        bool[] expected = [.. _trained.Plain.Predict(Inputs).Select(prediction => Probability(prediction) < _bound)];
        List<bool> streamed = [];
        await foreach (RawPrediction prediction in _trained.Plain.PredictAsync(Stream(), _bound))
        {
            streamed.Add(prediction.IsUndecided);
        }

        Assert.Equal(60, expected.Count(undecided => undecided));
        Assert.Equal(expected, _trained.Plain.Predict(Inputs, _bound).Select(prediction => prediction.IsUndecided));
        Assert.Equal(expected, streamed);
        Assert.All(Inputs.Take(20), input =>
        {
            RawPrediction alone = _trained.Plain.Predict(input);
            Assert.False(_trained.Plain.Predict(input, Probability(alone)).IsUndecided); // no lower is no lower
            Assert.True(_trained.Plain.Predict(input, float.BitIncrement(Probability(alone))).IsUndecided);
        });
    }

    [Fact]
    public void The_specs_bound_holds_unless_the_call_has_another()
    {
        using ClassifierRuntime classifier = _trained.With(_bound);

        Assert.Equal(60, classifier.Predict(Inputs).Count(prediction => prediction.IsUndecided));
        Assert.Equal(0, classifier.Predict(Inputs, abstainBelow: 0).Count(prediction => prediction.IsUndecided));
        Assert.Equal(60, classifier.Predict(Inputs, abstainBelow: null).Count(prediction => prediction.IsUndecided));
    }

    [Fact]
    public void A_report_counts_by_the_specs_bound_and_its_table_gives_the_bound_back()
    {
        using ClassifierRuntime classifier = _trained.With(_bound);
        var report = (SingleLabelReport)classifier.Evaluate(Rows);
        RawPrediction[] predictions = [.. classifier.Predict(Inputs)];
        double right = predictions.Zip(Rows).Count(row => !row.First.IsUndecided && row.First.Label == row.Second.Target.LabelIndex);

        Assert.Equal(new(_bound, 0.5, 60, right / 60), report.Abstention);
        Assert.Equal(new(0.5, 0.5, 60, right / 60, _bound), report.Coverage![^1]);
        Assert.Null(((SingleLabelReport)_trained.Plain.Evaluate(Rows)).Abstention);
    }

    [Fact]
    public void A_report_counts_by_the_calls_bound_where_it_has_one()
    {
        using ClassifierRuntime classifier = _trained.With(_bound);
        var plain = (SingleLabelReport)_trained.Plain.Evaluate(Rows, _bound);

        Assert.Equal(((SingleLabelReport)classifier.Evaluate(Rows)).Abstention, plain.Abstention);
        Assert.Equal(plain.Abstention, ((SingleLabelReport)classifier.Evaluate(Rows, abstainBelow: null)).Abstention);
        Assert.Equal((0.0, 0.0, Rows.Count), ((SingleLabelReport)classifier.Evaluate(Rows, abstainBelow: 0)).Abstention is { } none ? (none.Below, none.Undecided, none.DecidedRows) : default);
        Assert.Equal(_trained.Plain.Evaluate(Rows).ToJson(), ((SingleLabelReport)_trained.Plain.Evaluate(Rows, 0.5f) with { Abstention = null }).ToJson());
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    public void A_bound_that_is_no_probability_is_refused_at_the_call(float bound)
    {
        string message = FormattableString.Invariant($"The probability below which Sentiment is undecided cannot be used: it is {bound}; a probability from 0 to 1 is needed.");

        Assert.All(
            (Action[])[() => _trained.Plain.Predict(Inputs[0], bound), () => _trained.Plain.Predict(Inputs, bound), () => _trained.Plain.PredictAsync(Stream(), bound), () => _trained.Plain.Evaluate(Rows, bound)],
            call => Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(call).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_task_of_another_kind_cannot_abstain()
    {
        using var encoder = new TinyEncoder();
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyOutputs.Mood(), TinyOutputs.MoodRows(16, seed: 1), null, TinyTask.Options(encoder) with { Epochs = 1 });

        Assert.Equal(
            "Only predictions of one label can be undecided; Mood has another kind of output.",
            Assert.Throws<InvalidOperationException>(() => outcome.Classifier.Predict(Inputs[0], 0.5f)).Message);
        Assert.Throws<InvalidOperationException>(() => outcome.Classifier.Evaluate(TinyOutputs.MoodRows(4, seed: 1), 0.5f));
        Assert.False(outcome.Classifier.Predict(Inputs[0]).IsUndecided);
    }

    private static float Probability(RawPrediction prediction) => prediction.Values[prediction.Label];

    private static async IAsyncEnumerable<InputTexts> Stream()
    {
        foreach (InputTexts input in Inputs)
        {
            await Task.Yield();
            yield return input;
        }
    }

    /// <summary>One model for all.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TinyEncoder _encoder = new();
        private readonly TemporaryFolder _folder = new();
        private readonly TrainingOutcome _outcome;

        public Trained()
        {
            _outcome = TrainerRuntime.Train(TinyTask.Sentiment(), TinyTask.Rows(60, seed: 1), TinyTask.Rows(40, seed: 2), TinyTask.Options(_encoder));
            _outcome.Classifier.Save(_folder["model"]);
        }

        /// <summary>Of a spec without a bound.</summary>
        public ClassifierRuntime Plain => _outcome.Classifier;

        /// <summary>The same model, of a spec with a bound.</summary>
        public ClassifierRuntime With(float abstainBelow) => ClassifierRuntime.Load(TinyTask.Sentiment() with { AbstainBelow = abstainBelow }, _folder["model"]);

        public void Dispose()
        {
            _outcome.Dispose();
            _encoder.Dispose();
            _folder.Dispose();
        }
    }
}
