using System.Diagnostics;
using CodegenBert.Benchmarks.Comparison.Rivals.OnnxRuntime;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using CodegenBert.Training;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>
/// Predicting texts of mixed lengths beside ONNX Runtime, which gets batches of 32 that are made beforehand: as the texts arrive, and sorted by length. Our side is given the texts, and tokenizes and plans in its time.
/// </summary>
internal sealed class InferenceComparison : IComparison
{
    private const int BatchSize = 32;
    private static readonly Goal s_arrival = Goal.AtLeast(1.8), s_sorted = Goal.AtLeast(1.1), s_bfloat16 = Goal.AtLeast(3.5);

    /// <inheritdoc />
    public string Name => "inference";

    /// <inheritdoc />
    public IEnumerable<ComparisonRow> Run(ComparisonSettings settings) => settings.Corpora.SelectMany(corpus => Run(corpus, settings));

    private IEnumerable<ComparisonRow> Run(ComparisonCorpus corpus, ComparisonSettings settings)
    {
        LabeledTexts[] rows = corpus.PredictedRows(settings.Data);
        EncodedRows encoded = corpus.Encode(rows);
        EncodedInput[] inputs = [.. encoded.Inputs.Windows];
        OnnxBatch[] arrival = Batches(inputs), sorted = Batches(inputs.OrderBy(input => input.Length));
        long useful = OurTraining.Useful(encoded);
        InputTexts[] texts = [.. rows.Select(row => row.Input)];
        TokenWork work = TokenWork.Forward(EncoderConfiguration.Read(Path.Combine(ComparisonSettings.Encoder, "config.json")));
        using var saved = new SavedClassifier(corpus.Task, [.. corpus.TrainingRows(settings.Data, BatchSize)]);
        using ClassifierRuntime exact = ClassifierRuntime.Load(corpus.Task, saved.Folder);
        using OnnxEncoder onnx = OnnxRival.Fastest([.. arrival.Take(4)]);
        OnnxRival.Check(onnx, corpus.Task, [.. inputs.Take(BatchSize)]);
        Ours(exact, texts, useful);

        List<Turn> bySortedLength = [];
        Race race = Race.Run(settings.Repeats, _ => Ours(exact, texts, useful), _ =>
        {
            bySortedLength.Add(Theirs(onnx, sorted, useful));
            return Theirs(onnx, arrival, useful);
        });
        var ordered = new Race(race.Ours, bySortedLength, race.Ceiling);
        yield return new(Name, $"{corpus.Name}: inference beside ONNX Runtime, order of arrival", race.Ratios, "x", s_arrival, $"{onnx.Name}; {race.Describe(work)} (ours: at least; with tokenization)");
        yield return new(Name, $"{corpus.Name}: inference beside ONNX Runtime, sorted by length", ordered.Ratios, "x", s_sorted, $"{onnx.Name}; {ordered.Describe(work)} (ours: at least; with tokenization)");
        string rounded = $"{corpus.Name}: inference in bfloat16 beside ONNX Runtime float32";
        if (!BFloat16Support.Of(CPU))
        {
            yield return ComparisonRow.Without(Name, rounded, s_bfloat16, "not on this processor");
            yield break;
        }

        using ClassifierRuntime mixed = ClassifierRuntime.Load(corpus.Task, saved.Folder, new ClassifierOptions { Precision = Precision.BFloat16 });
        Ours(mixed, texts, useful);
        Race other = Race.Run(settings.Repeats, _ => Ours(mixed, texts, useful), _ => Theirs(onnx, arrival, useful));
        yield return new(Name, rounded, other.Ratios, "x", s_bfloat16, $"{onnx.Name}; {other.Describe(work)}");
    }

    private static OnnxBatch[] Batches(IEnumerable<EncodedInput> inputs) => [.. inputs.Chunk(BatchSize).Select(batch => new OnnxBatch(batch))];

    /// <summary>What the product pads is its own affair: the useful tokens count as computed.</summary>
    private static Turn Ours(ClassifierRuntime classifier, InputTexts[] texts, long useful)
    {
        var clock = Stopwatch.StartNew();
        int predictions = classifier.Predict(texts.AsEnumerable()).Count();
        return predictions == texts.Length
            ? new(clock.Elapsed.TotalSeconds, useful, useful)
            : throw new InvalidOperationException($"{predictions} predictions for {texts.Length} texts.");
    }

    private static Turn Theirs(OnnxEncoder onnx, OnnxBatch[] batches, long useful) =>
        new(OnnxRival.Seconds(onnx, batches), useful, batches.Sum(batch => (long)batch.Rows * batch.Width));
}
