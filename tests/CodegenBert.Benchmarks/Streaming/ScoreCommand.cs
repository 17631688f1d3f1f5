using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CodegenBert.Checkpoints.Saving;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Runtime.Files;
using CodegenBert.Tasks;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Streaming;

/// <summary><c>score</c>: a file of short texts classified into a file of predictions by the shipped encoder; how fast, how long the model waited for its input, and the memory on the way.</summary>
internal sealed class ScoreCommand : Command
{
    private readonly Option<int> _rows = new("--rows") { Description = "How many texts.", DefaultValueFactory = _ => 1_000_000 };
    private readonly Option<int?> _threads = new("--threads") { Description = "libtorch's threads; by default one per core." };
    private readonly Option<string> _data = new("--data") { Description = "The folder with the corpora, whose words the texts are made of.", DefaultValueFactory = _ => SharedData.Datasets };

    public ScoreCommand()
        : base("score", "Classifies a file of short texts into a file, and prints rows and tokens a second, what was waited, and memory at 10, 50 and 100 percent.")
    {
        foreach (Option option in (Option[])[_rows, _threads, _data])
        {
            Options.Add(option);
        }

        SetAction(arguments => Run(arguments.GetValue(_rows), arguments.GetValue(_threads), arguments.GetRequiredValue(_data)));
    }

    private static void Run(int count, int? threads, string datasets)
    {
        string folder = Directory.CreateTempSubdirectory("codegenbert-score-").FullName;
        try
        {
            string input = Path.Combine(folder, "texts.tsv"), output = Path.Combine(folder, "scored.tsv");
            new ScoredTexts(datasets).Write(input, count);
            using ClassifierRuntime classifier = Classifier(threads);
            Print($"{count:N0} texts, {new FileInfo(input).Length / 1e6:F1} MB, {threads ?? Environment.ProcessorCount} threads; {HeapMegabytes():F1} MB of managed heap and {PeakMegabytes():F0} MB resident at most before the first row");
            HeapAt progress = new(0.1, 0.5, 1);
            long start = Stopwatch.GetTimestamp();
            int rows = classifier.PredictFile(input, output, progress: progress);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double peak = PeakMegabytes();
            long tokens = Tokens(input);
            Print($"{rows:N0} predictions, {new FileInfo(output).Length / 1e6:F1} MB, in {seconds:F1} s: {rows / seconds:F0} rows/s, {tokens / seconds:F0} useful tokens/s ({(double)tokens / rows:F1} a text)");
            Print($"the model waited {classifier.WaitedForInputs.TotalSeconds:F2} s for its input ({100 * classifier.WaitedForInputs.TotalSeconds / seconds:F1} %); {peak:F0} MB resident at most");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The encoder with an untrained head: it computes as much as a trained one.</summary>
    private static ClassifierRuntime Classifier(int? threads)
    {
        Device device = ComputeBackend.Prepare(ComputeDevice.Cpu, threads);
        SequenceClassifier model = ClassifierFactory.Create(ScoredTexts.Task, Encoder, seed: 1, out _);
        return new(ScoredTexts.Task, model, TaskInputs.Encoder(ScoredTexts.Task, Encoder), TokenizerFiles.Read(Encoder), device);
    }

    private static string Encoder => Path.Combine(AppContext.BaseDirectory, "encoders", "minilm-l6");

    /// <summary>Tokens that texts have, without any padding.</summary>
    private static long Tokens(string input)
    {
        var encoder = TaskInputs.Encoder(ScoredTexts.Task, Encoder);
        return DatasetRuntime.ReadInputs(ScoredTexts.Task, input).Sum(row => (long)TaskInputs.Encode(encoder, ScoredTexts.Task, row.Input).Length);
    }

    private static double HeapMegabytes() => GC.GetTotalMemory(forceFullCollection: true) / 1e6;

    /// <summary>The most memory that the process had resident.</summary>
    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>Prints the memory when shares of the rows are done.</summary>
    private sealed class HeapAt(params double[] shares) : IProgress<PredictionProgress>
    {
        private int _next;

        public void Report(PredictionProgress value)
        {
            for (; _next < shares.Length && value.Share >= shares[_next]; _next++)
            {
                Print($"  {100 * shares[_next],3:F0} %: row {value.Rows:N0}, {value.RowsPerSecond:F0} rows/s, {HeapMegabytes():F1} MB of managed heap, {PeakMegabytes():F0} MB resident at most");
            }
        }
    }
}
