using System.CommandLine;
using System.Globalization;
using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Benchmarks.Confidence;

/// <summary><c>confidence</c>: how well probabilities say how often they are right, before and after calibration, and how accuracy rises where less is decided.</summary>
internal sealed class ConfidenceCommand : Command
{
    /// <summary>Where a corpus has no part for validation, every tenth training row is one.</summary>
    private const int HeldOut = 10;

    private static readonly (TaskDefinition Task, string Folder, string? Validation)[] Corpora =
    [
        (Trec6FrozenDefinition.Task, "trec6", null),
        (Sst2FrozenDefinition.Task, "sst2", "dev.tsv"),
    ];

    private readonly Option<string> _data = new("--data") { Description = "The folder with the corpora.", DefaultValueFactory = _ => SharedData.Datasets };
    private readonly Option<int> _seeds = new("--seeds") { Description = "Seeds per corpus.", DefaultValueFactory = _ => 3 };
    private readonly Option<string[]> _only = new("--only") { Description = "Tasks to run; both by default.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _byHeart = new("--by-heart") { Description = "Trains 200 epochs at a head rate of 1e-2 and keeps the last: a model that is too sure of itself." };

    public ConfidenceCommand()
        : base("confidence", "Calibration and accuracy by coverage on trec6 and sst2, everything frozen.")
    {
        Options.Add(_data);
        Options.Add(_seeds);
        Options.Add(_only);
        Options.Add(_byHeart);
        SetAction(Run);
    }

    private void Run(ParseResult arguments)
    {
        string[] only = arguments.GetValue(_only) ?? [];
        foreach ((TaskDefinition task, string folder, string? part) in Corpora.Where(corpus => only.Length == 0 || only.Contains(corpus.Task.Name, StringComparer.OrdinalIgnoreCase)))
        {
            string path = Path.Combine(arguments.GetRequiredValue(_data), folder);
            IReadOnlyList<LabeledTexts> all = DatasetRuntime.Read(task, Path.Combine(path, "train.tsv")), test = DatasetRuntime.Read(task, Path.Combine(path, "test.tsv"));
            IReadOnlyList<LabeledTexts> train = part is null ? Part(all, heldOut: false) : all;
            IReadOnlyList<LabeledTexts> validation = part is null ? Part(all, heldOut: true) : DatasetRuntime.Read(task, Path.Combine(path, part));
            Print($"\n{task.Name}: {train.Count} rows, {validation.Count} for validation, scored on {test.Count}");
            for (int seed = 1; seed <= arguments.GetValue(_seeds); seed++)
            {
                var spec = new CorpusOptions(task.Training) { Seed = seed };
                RunSeed(
                    task, train, validation, test, arguments.GetValue(_byHeart) ? spec with { Epochs = 200, HeadLearningRate = 1e-2, EarlyStopping = null, KeepBestEpoch = false } : spec);
            }
        }
    }

    private static void RunSeed(
        TaskDefinition task, IReadOnlyList<LabeledTexts> train, IReadOnlyList<LabeledTexts> validation, IReadOnlyList<LabeledTexts> test, CorpusOptions options)
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(task, train, validation, options);
        ClassifierRuntime classifier = outcome.Classifier;
        var after = (SingleLabelReport)classifier.Evaluate(test);
        double temperature = classifier.Temperature;
        classifier.Temperature = 1;
        var before = (SingleLabelReport)classifier.Evaluate(test);
        Print($"\nseed {options.Seed}: temperature {temperature:F3}; validation: loss {outcome.Report.Calibration!.LossBefore:F4} -> {outcome.Report.Calibration.LossAfter:F4}, calibration error {outcome.Report.Calibration.CalibrationErrorBefore:F4} -> {outcome.Report.Calibration.CalibrationErrorAfter:F4}");
        Print($"  test: accuracy {100 * after.Accuracy:F1} %, loss {before.Loss:F4} -> {after.Loss:F4}, calibration error {before.CalibrationError:F4} -> {after.CalibrationError:F4}, risk-coverage {after.AreaUnderRiskCoverage:F4}");
        Print($"  coverage: {string.Join(", ", after.Coverage!.Select(point => string.Create(CultureInfo.InvariantCulture, $"{100 * point.Coverage:F0} % -> {100 * point.Accuracy:F1} % (from {point.AbstainBelow:F3})")))}");
    }

    private static IReadOnlyList<LabeledTexts> Part(IReadOnlyList<LabeledTexts> rows, bool heldOut) => [.. rows.Where((_, i) => (i % HeldOut == 0) == heldOut)];

    private static void Print(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        Console.Out.Flush();
    }
}
