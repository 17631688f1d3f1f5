using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Checkpoints.Sources;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Representations;

namespace CodegenBert.Benchmarks.Representations;

/// <summary><c>representations</c>: one epoch on sst2 without a store, with a cold one and with a warm one: seconds, passes, bytes on disk, and whether the weights are the same.</summary>
internal sealed class RepresentationsCommand : Command
{
    private readonly Option<string> _data = new("--data") { Description = "The folder with the corpora.", DefaultValueFactory = _ => SharedData.Datasets };

    public RepresentationsCommand()
        : base("representations", "What the store of frozen representations costs and saves, on sst2 with everything frozen and with the top two layers trained.")
    {
        Options.Add(_data);
        SetAction(arguments => Run(arguments.GetRequiredValue(_data)));
    }

    private static void Run(string data)
    {
        _ = ComputeBackend.Prepare(ComputeDevice.Cpu, threads: null); // before libtorch is loaded
        foreach (TaskDefinition task in (TaskDefinition[])[Sst2FrozenDefinition.Task, Sst2Top2Definition.Task])
        {
            string folder = Directory.CreateTempSubdirectory("codegenbert-representations-").FullName;
            try
            {
                Print($"\n{task.Name}, freeze {task.Freeze}; to hash the frozen part: {HashSeconds(task):F3} s");
                IReadOnlyList<LabeledTexts> rows = DatasetRuntime.Read(task, Path.Combine(data, "sst2", "train.tsv"));
                RunEpoch("without", task, rows, null, folder);
                RunEpoch("cold", task, rows, new RepresentationCache(Path.Combine(folder, "cache")), folder);
                RunEpoch("warm", task, rows, new RepresentationCache(Path.Combine(folder, "cache")), folder);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static double HashSeconds(TaskDefinition task)
    {
        using SequenceClassifier model = ClassifierFactory.Create(task, EncoderFolder.Resolve(task.Encoder), 1, out _);
        _ = ShelfKey.Of(model, Precision.Float32);
        long start = Stopwatch.GetTimestamp();
        _ = ShelfKey.Of(model, Precision.Float32);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void RunEpoch(string name, TaskDefinition task, IReadOnlyList<LabeledTexts> rows, RepresentationCache? cache, string folder)
    {
        string model = Path.Combine(folder, "model");
        using TrainingOutcome outcome = TrainerRuntime.Train(task, rows, null, new CorpusOptions(task.Training) { Epochs = 1, RepresentationCache = cache, OutputFolder = model });
        EpochReport epoch = outcome.Report.Epochs[0];
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(model, "model.safetensors"))));
        long bytes = cache is null ? 0 : new DirectoryInfo(cache.Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        Print($"  {name,-8} {epoch.Seconds - epoch.TrainingSeconds,7:F2} s before the first step, {epoch.TrainingSeconds,6:F2} s of steps; encoded {epoch.FrozenPasses.Texts}, remembered {epoch.StoredPasses.Texts}; {bytes / 1e6:F1} MB on disk; weights {hash[..12]}");
    }

    private static void Print(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        Console.Out.Flush();
    }
}
