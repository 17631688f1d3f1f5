using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Runtime;

/// <summary>Predicting one, many, from streams and from many threads.</summary>
public sealed class PredictionTests : IClassFixture<PredictionTests.Trained>
{
    private static readonly InputTexts[] Inputs = [.. TinyTask.Rows(150, seed: 8).Select(row => row.Input)];
    private readonly ClassifierRuntime _classifier;
    private readonly float[][] _alone;

    public PredictionTests(Trained trained)
    {
        _classifier = trained.Outcome.Classifier;
        _alone = [.. Inputs.Select(input => _classifier.Predict(input).Values.ToArray())];
    }

    [Fact]
    public void Many_are_predicted_in_their_order_and_as_one_by_one() => AssertClose(_alone, _classifier.Predict(Inputs));

    [Fact]
    public async Task A_stream_is_predicted_in_its_order_and_as_one_by_one()
    {
        List<RawPrediction> predictions = [];
        await foreach (RawPrediction prediction in _classifier.PredictAsync(Stream()))
        {
            predictions.Add(prediction);
        }

        AssertClose(_alone, predictions);
    }

    [Fact]
    public void Probabilities_sum_to_one_and_the_label_is_the_most_probable()
    {
        Assert.All(_classifier.Predict(Inputs), prediction =>
        {
            Assert.Equal(1, prediction.Values.Sum(), 1e-5);
            Assert.Equal(prediction.Values.Max(), prediction.Values[prediction.Label]);
        });
    }

    [Fact]
    public void Inputs_are_taken_as_results_are_asked_for_and_not_before()
    {
        int taken = 0;
        IEnumerable<InputTexts> endless = Enumerable.Range(0, int.MaxValue).Select(i =>
        {
            taken++;
            return Inputs[i % Inputs.Length];
        });

        Assert.Equal(3, _classifier.Predict(endless).Take(3).Count());
        Assert.InRange(taken, 3, 2_048);
    }

    [Fact]
    public void No_input_gives_no_prediction() => Assert.Empty(_classifier.Predict([]));

    [Fact]
    public async Task Eight_tasks_at_once_get_what_one_gets_alone()
    {
        float[][][] together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Inputs.Select(input => _classifier.Predict(input).Values.ToArray()).ToArray())));

        Assert.All(together, probabilities => Assert.Equal(_alone, probabilities));
    }

    [Fact]
    public void A_text_that_is_cut_says_so()
    {
        Assert.True(_classifier.Predict(new InputTexts(string.Join(' ', Enumerable.Repeat("good", 31)))).Truncated);
        Assert.False(_classifier.Predict(new InputTexts(string.Join(' ', Enumerable.Repeat("good", 30)))).Truncated);
    }

    [Fact]
    public void A_pair_is_refused_by_a_task_of_single_texts() => Assert.Throws<ArgumentException>(() => _classifier.Predict(new InputTexts("good", "bad")));

    [Fact]
    public void A_cancelled_token_stops_a_prediction() =>
        Assert.Throws<OperationCanceledException>(() => _classifier.Predict(Inputs, new CancellationToken(canceled: true)).Count());

    [Fact]
    public void A_disposed_classifier_says_so()
    {
        using var own = new Trained();
        own.Outcome.Classifier.Dispose();

        Assert.Throws<ObjectDisposedException>(() => own.Outcome.Classifier.Predict(Inputs[0]));
    }

    private static async IAsyncEnumerable<InputTexts> Stream()
    {
        foreach (InputTexts input in Inputs)
        {
            await Task.Yield();
            yield return input;
        }
    }

    private static void AssertClose(float[][] expected, IEnumerable<RawPrediction> actual)
    {
        float[][] probabilities = [.. actual.Select(prediction => prediction.Values.ToArray())];
        Assert.Equal(expected.Length, probabilities.Length);
        Assert.All(expected.Zip(probabilities), pair => Assert.Equal(pair.First[0], pair.Second[0], 1e-5f));
        Assert.True(probabilities.Select(row => row[0]).Distinct().Count() > 100, "the inputs cannot be told apart");
    }

    /// <summary>One classifier for all.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TinyEncoder _encoder = new();

        public Trained() => Outcome = TrainerRuntime.Train(TinyTask.Sentiment(), TinyTask.Rows(60, seed: 1), null, TinyTask.Options(_encoder));

        public TrainingOutcome Outcome { get; }

        public void Dispose()
        {
            Outcome.Dispose();
            _encoder.Dispose();
        }
    }
}
