using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Data;
using CodegenBert.Data.Splits;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Trials;

namespace CodegenBert.Benchmarks.Trials;

/// <summary><c>freeze</c>: what <c>freeze: auto</c> chooses with few and more rows, beside each fixed freezing; validation rows choose, the test part is only looked at.</summary>
internal sealed class FreezeCommand : Command
{
    private const int ValidationRows = 500;

    private readonly Option<int[]> _rows = new("--rows") { Description = "Training rows.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [50, 500] };
    private readonly Option<string[]> _corpora = new("--only") { Description = "Corpora.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["trec6", "sst2"] };

    public FreezeCommand()
        : base("freeze", "Shows what freeze: auto chooses beside each fixed freezing.")
    {
        Options.Add(_rows);
        Options.Add(_corpora);
        SetAction(arguments =>
        {
            foreach (string corpus in arguments.GetRequiredValue(_corpora))
            {
                foreach (int rows in arguments.GetRequiredValue(_rows))
                {
                    Run(corpus, corpus == "trec6" ? Trec6FrozenDefinition.Task : Sst2FrozenDefinition.Task, rows);
                }
            }
        });
    }

    private static void Run(string corpus, TaskDefinition frozen, int count)
    {
        // What a spec with 'freeze: auto' and nothing under 'training' has.
        TaskDefinition task = frozen with { Freeze = new(FreezeKind.Auto), Training = new TrainingDefaults { Epochs = 3, LearningRate = 5e-5, HeadLearningRate = 1e-3 } };
        IReadOnlyList<LabeledTexts> all = DatasetRuntime.Read(task, Path.Combine(SharedData.Datasets, corpus, "train.tsv")), test = DatasetRuntime.Read(task, Path.Combine(SharedData.Datasets, corpus, "test.tsv"));
        double share = count / (double)all.Count, validationShare = ValidationRows / (double)all.Count;
        int[][] parts = RowSplit.Of(task, all, [share, validationShare, 1 - share - validationShare], seed: 1);
        LabeledTexts[] train = [.. parts[0].Select(row => all[row])], validation = [.. parts[1].Select(row => all[row])];
        var clock = Stopwatch.StartNew();
        using TrainingOutcome outcome = TrainerRuntime.Train(task, train, validation, new CorpusOptions(task.Training) { RepresentationCache = null });
        FreezeLadderReport ladder = outcome.Report.FreezeLadder!;
        Print($"\n{corpus}, {train.Length} training rows, {validation.Length} validation rows: auto keeps {ladder.Chosen}, {clock.Elapsed.TotalSeconds:F1} s, test accuracy {100 * Accuracy(outcome.Classifier.Evaluate(test)):F1}");
        foreach (FreezeRung rung in ladder.Rungs)
        {
            var own = RungRecipe.For(rung.Freeze, Recipe.From(task, new CorpusOptions(task.Training), [.. train.Select(row => row.Target)], hasValidation: true), hasValidation: true);
            TrainingDefaults defaults = task.Training with { Epochs = own.Epochs, Schedule = own.Schedule, EarlyStopping = own.EarlyStopping, LearningRate = own.LearningRate, HeadLearningRate = own.HeadLearningRate };
            using TrainingOutcome alone = TrainerRuntime.Train(task with { Freeze = rung.Freeze, Training = defaults }, train, validation, new CorpusOptions(defaults) { RepresentationCache = null });
            string verdict = rung.BeatenBy is null ? "not beaten" : string.Create(CultureInfo.InvariantCulture, $"beaten by {rung.BeatenBy} by {rung.BeatenByGain:F4} (noise {rung.BeatenByNoise:F4})");
            Print($"  freeze: {rung.Freeze}: validation {ladder.Metric} {rung.Value:F4}, accuracy {100 * Accuracy(rung.Validation!):F1}, {rung.Seconds:F1} s, {verdict}; test accuracy {100 * Accuracy(alone.Classifier.Evaluate(test)):F1}");
        }
    }

    private static double Accuracy(EvaluationReport report) => ((SingleLabelReport)report).Accuracy;

    private static void Print(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        Console.Out.Flush();
    }
}
