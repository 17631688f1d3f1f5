using System.Diagnostics;
using System.Globalization;
using CodegenBert.Benchmarks.Comparison.Rivals.OnnxRuntime;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tokenization;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>
/// One text of 16 tokens at a time, beside ONNX Runtime, which is given ids. The sides take turns of some dozen texts: the threads of one that still wait for work when the other begins would slow it down, so each turn begins with
/// a pause and texts that do not count. So do the first texts of all: .NET compiles in the background what runs often.
/// </summary>
internal sealed class LatencyComparison : IComparison
{
    private const int Tokens = 16, TextsOfTurn = 30, WarmUps = 5, FirstWarmUps = 500, TurnsOfRepeat = 8;
    private static readonly Goal s_goal = Goal.AtLeast(1);

    /// <inheritdoc />
    public string Name => "latency";

    /// <inheritdoc />
    public IEnumerable<ComparisonRow> Run(ComparisonSettings settings)
    {
        ComparisonCorpus corpus = ComparisonCorpus.All[0];
        LabeledTexts[] rows = corpus.TrainingRows(settings.Data, int.MaxValue);
        EncodedInput[] inputs = [.. corpus.Encode(rows).Inputs.Windows];
        int[] chosen = [.. Enumerable.Range(0, rows.Length).Where(row => inputs[row].Length == Tokens).Take(TextsOfTurn)];
        InputTexts[] texts = [.. chosen.Select(row => rows[row].Input)];
        OnnxBatch[] batches = [.. chosen.Select(row => new OnnxBatch([inputs[row]]))];
        using var saved = new SavedClassifier(corpus.Task, [.. rows.Take(32)]);
        using ClassifierRuntime classifier = ClassifierRuntime.Load(corpus.Task, saved.Folder);
        using OnnxEncoder onnx = OnnxRival.Fastest(batches);

        for (int i = 0; i < FirstWarmUps; i++)
        {
            classifier.Predict(texts[i % texts.Length]);
            onnx.Run(batches[i % batches.Length]);
        }

        List<double> medians = [], tails = [], ours = [], theirs = [];
        for (int repeat = 0; repeat < settings.Repeats; repeat++)
        {
            List<double> own = [], other = [];
            for (int turn = 0; turn < TurnsOfRepeat; turn++)
            {
                Time(own, i => classifier.Predict(texts[i % texts.Length]));
                Time(other, i => onnx.Run(batches[i % batches.Length]));
            }

            medians.Add(Median.Of(other) / Median.Of(own));
            tails.Add(Tail(other) / Tail(own));
            ours.AddRange(own);
            theirs.AddRange(other);
        }

        string note = string.Create(
            CultureInfo.InvariantCulture,
            $"{onnx.Name}; ours {1000 * Median.Of(ours):F2} ms (99 %: {1000 * Tail(ours):F2}) with tokenization, rival {1000 * Median.Of(theirs):F2} ms (99 %: {1000 * Tail(theirs):F2}); {ours.Count} texts each");
        yield return new(Name, $"one text of {Tokens} tokens beside ONNX Runtime, median", medians, "x", s_goal, note);
        yield return new(Name, $"one text of {Tokens} tokens beside ONNX Runtime, 99th percentile", tails, "x", s_goal, note);
    }

    private static void Time(List<double> seconds, Action<int> predict)
    {
        Thread.Sleep(50); // the other side's threads spin for a while after their last operation: they must not take a core from this one
        for (int i = -WarmUps; i < TextsOfTurn; i++)
        {
            long start = Stopwatch.GetTimestamp();
            predict(i + WarmUps);
            if (i >= 0)
            {
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
    }

    private static double Tail(List<double> seconds) => seconds.Order().ElementAt((int)Math.Ceiling(0.99 * seconds.Count) - 1);
}
