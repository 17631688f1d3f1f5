using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Trials;

namespace CodegenBert.Benchmarks.Trials;

/// <summary><c>seeds</c>: what one seed and several cost where everything is frozen, with the encoder's pass and without it.</summary>
internal sealed class SeedsCommand : Command
{
    private readonly Option<int> _seeds = new("--seeds") { Description = "How many.", DefaultValueFactory = _ => 5 };

    public SeedsCommand()
        : base("seeds", "Times one seed and several on sst2, everything frozen.")
    {
        Options.Add(_seeds);
        SetAction(arguments => Run(arguments.GetValue(_seeds)));
    }

    private static void Run(int seeds)
    {
        TaskDefinition task = Sst2FrozenDefinition.Task;
        string folder = Path.Combine(SharedData.Datasets, "sst2"), cache = Directory.CreateTempSubdirectory("seeds-").FullName;
        IReadOnlyList<LabeledTexts> train = DatasetRuntime.Read(task, Path.Combine(folder, "train.tsv")), validation = DatasetRuntime.Read(task, Path.Combine(folder, "dev.tsv"));
        try
        {
            Console.WriteLine($"{task.Name}: {train.Count} training rows, {validation.Count} validation rows");
            var warm = new RepresentationCache(cache);
            double coldOne = Time("one seed, nothing remembered", 1, null), coldAll = Time($"{seeds} seeds, nothing remembered", seeds, null);
            Time("one seed, remembering", 1, warm);
            double one = Time("one seed, all remembered", 1, warm), all = Time($"{seeds} seeds, all remembered", seeds, warm);
            double apart = Enumerable.Range(0, seeds).Sum(i => Time($"seed {i + 1} alone, all remembered", 1, warm, i));
            Print($"{seeds} seeds over one by the processor's seconds: {coldAll / coldOne:F2}x with the encoder's pass, {all / one:F2}x without it; one after the other without it: {apart / one:F2}x");
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }

        double Time(string what, int count, RepresentationCache? remembered, int first = 0)
        {
            // A machine that does other work too lengthens the seconds, less so the processor's.
            var clock = Stopwatch.StartNew();
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            using TrainingOutcome outcome = TrainerRuntime.Train(task, train, validation, new CorpusOptions(task.Training) { Seeds = count, Seed = task.Training.Seed + first, RepresentationCache = remembered });
            double seconds = clock.Elapsed.TotalSeconds, busy = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
            SeedsReport? report = outcome.Report.Seeds;
            string epochs = report is null ? $"{outcome.Report.Epochs.Count}" : string.Join('+', report.Runs.Select(run => run.Epochs));
            double steps = outcome.Report.Epochs.Sum(epoch => epoch.TrainingSeconds);
            Print($"  {what}: {seconds:F2} s (processor {busy:F2} s), {epochs} epochs (best {(report is null ? outcome.Report.BestEpoch : string.Join('+', report.Runs.Select(run => run.BestEpoch)))}), texts through the encoder {(report?.FrozenPasses ?? outcome.Report.FrozenPasses).Texts}; the kept seed's share of the steps {steps:F2} s{(report is null ? "" : string.Create(CultureInfo.InvariantCulture, $"; {report.Metric} {report.Mean:F4} +- {report.StandardDeviation:F4}, in one pass: {report.InOnePass}"))}");
            return busy;
        }
    }

    private static void Print(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        Console.Out.Flush();
    }
}
