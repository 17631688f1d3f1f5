using System.CommandLine;
using System.Globalization;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Profile;

/// <summary>
/// <c>profile</c>: where the time of a training step goes. Its stages are timed on whole batches of sst2 as they are planned, dropout as the difference between steps with it and without; below them single operations, each by itself, forward and
/// backward, times how often a step has it.
/// </summary>
internal sealed class ProfileCommand : Command
{
    private readonly Option<string> _data = new("--data") { Description = "The folder with the corpora.", DefaultValueFactory = _ => SharedData.Datasets };
    private readonly Option<int> _steps = new("--steps") { Description = "Batches that each stage is timed on.", DefaultValueFactory = _ => 8 };

    public ProfileCommand()
        : base("profile", "Where the time of a training step goes: stages and single operations.")
    {
        Options.Add(_data);
        Options.Add(_steps);
        SetAction(arguments => Run(arguments.GetRequiredValue(_data), arguments.GetValue(_steps)));
    }

    private static void Run(string data, int steps)
    {
        ComparisonCorpus corpus = ComparisonCorpus.All[0];
        Device device = ComputeBackend.Prepare(ComputeDevice.Cpu, threads: null);
        EncodedRows rows = corpus.Encode(corpus.TrainingRows(data, steps * corpus.Task.Training.BatchSize));
        IReadOnlyList<int[]> batches = BatchPlanner.PlanEpoch(rows.Lengths, corpus.Task.Training.BatchSize, seed: 1, epoch: 1);
        using SequenceClassifier model = ClassifierFactory.Create(corpus.Task, ComparisonSettings.Encoder, 1, out _);
        using var stages = new StepStages(model, rows, device);
        StageSeconds seconds = stages.Measure(batches);
        Print($"{corpus.Name}: {batches.Count} batches of {corpus.Task.Training.BatchSize} rows, {rows.Lengths.Average():F1} tokens a row; ceiling {MatrixCeiling.Measure():F0} GFLOP/s");
        Print($"{"stage",-44} {"ms",8} {"share",6}");
        foreach ((string name, double value) in seconds.Stages)
        {
            Print($"{name,-44} {1000 * value / batches.Count,8:F2} {value / seconds.Whole,6:P0}");
        }

        Print($"{"a step",-44} {1000 * seconds.Whole / batches.Count,8:F2}");
        int width = (int)Math.Round(batches.Average(batch => batch.Max(row => rows.Lengths[row])));
        Print($"\n{$"operation ({corpus.Task.Training.BatchSize} rows of {width} tokens)",-44} {"ms",8} {"share",6}  forward, backward of one; how many");
        using DisposeScope scope = NewDisposeScope();
        foreach (StepOperation operation in StepOperations.Of(model.Configuration, corpus.Task.Training.BatchSize, width))
        {
            (double forward, double backward) = operation.Measure();
            double all = operation.Count * (forward + backward);
            Print($"{operation.Name,-44} {1000 * all,8:F2} {all * batches.Count / seconds.Whole,6:P0}  {1000 * forward:F3}, {1000 * backward:F3} ms; {operation.Count}");
        }
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
