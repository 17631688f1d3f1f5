using System.CommandLine;
using System.Globalization;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Benchmarks.Corpora;

/// <summary><c>corpora</c>: trains on the real corpora and prints quality and speed beside Hugging Face's.</summary>
internal sealed class CorporaCommand : Command
{
    private readonly Option<string> _data = new("--data") { Description = "The folder with the corpora.", DefaultValueFactory = _ => SharedData.Datasets };
    private readonly Option<string[]> _only = new("--only") { Description = "Tasks to run; all by default.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _seeds = new("--seeds") { Description = "Seeds per task, in place of the table's." };
    private readonly Option<int> _firstSeed = new("--first-seed") { Description = "The first seed.", DefaultValueFactory = _ => 1 };

    private readonly Option<Precision?> _precision = new("--precision") { Description = "Float32, BFloat16 or Auto, in place of the specs'." };

    public CorporaCommand()
        : base("corpora", "Trains on the real corpora by Hugging Face's recipe, everything frozen, and the top two layers.")
    {
        Options.Add(_data);
        Options.Add(_only);
        Options.Add(_seeds);
        Options.Add(_firstSeed);
        Options.Add(_precision);
        SetAction(Run);
    }

    private void Run(ParseResult arguments)
    {
        string[] only = arguments.GetValue(_only) ?? [];
        foreach (Corpus corpus in Corpus.All.Where(corpus => only.Length == 0 || only.Contains(corpus.Task.Name, StringComparer.OrdinalIgnoreCase)))
        {
            string folder = Path.Combine(arguments.GetRequiredValue(_data), corpus.Folder);
            IReadOnlyList<LabeledTexts> train = DatasetRuntime.Read(corpus.Task, Path.Combine(folder, "train.tsv"));
            IReadOnlyList<LabeledTexts> scored = DatasetRuntime.Read(corpus.Task, Path.Combine(folder, corpus.ScoredPart));
            Print($"\n{corpus.Task.Name}: freeze {corpus.Task.Freeze}, {train.Count} rows, scored on {corpus.Folder}/{corpus.ScoredPart}, {scored.Count} rows");
            List<double> figures = [];
            for (int i = 0; i < (arguments.GetValue(_seeds) ?? corpus.Seeds); i++)
            {
                figures.Add(RunSeed(corpus, train, scored, arguments.GetValue(_firstSeed) + i, arguments.GetValue(_precision) ?? corpus.Task.Training.Precision));
            }

            Summarize(corpus, figures, scored.Count);
        }
    }

    private static double RunSeed(Corpus corpus, IReadOnlyList<LabeledTexts> train, IReadOnlyList<LabeledTexts> scored, int seed, Precision precision)
    {
        double ceiling = MatrixCeiling.Measure();
        using TrainingOutcome outcome = TrainerRuntime.Train(corpus.Task, train, null, new CorpusOptions(corpus.Task.Training) { Seed = seed, Precision = precision });
        EvaluationReport report = outcome.Classifier.Evaluate(scored);
        IReadOnlyList<EpochReport> epochs = outcome.Report.Epochs;
        Print($"  seed {seed}: {Words(report)}; {epochs.Count} epochs, {outcome.Report.Seconds:F1} s, ceiling {ceiling:F0} GFLOP/s, peak resident {PeakResidentMegabytes()} MB; {outcome.Report.Precision}");
        foreach (EpochReport epoch in epochs.Take(3))
        {
            long tokens = Math.Max(epoch.FrozenPasses.Tokens, epoch.TrainedPasses.Tokens);
            string rate = tokens == 0 ? "no encoder pass" : string.Create(CultureInfo.InvariantCulture, $"{tokens / epoch.Seconds:F0} useful tokens/s, {tokens / epoch.Seconds / ceiling:F1} per GFLOP/s");
            Print($"    epoch {epoch.Epoch}: {epoch.Seconds:F2} s (steps {epoch.TrainingSeconds:F2} s), {rate}; texts through the frozen part {epoch.FrozenPasses.Texts}, the trained part {epoch.TrainedPasses.Texts}; loss {epoch.TrainingLoss:F4}");
        }

        return Figure(report);
    }

    internal static double Figure(EvaluationReport report) => report switch
    {
        SingleLabelReport labels => labels.Accuracy,
        RegressionReport scores => scores.Pearson ?? double.NaN,
        _ => throw new NotSupportedException($"No corpus has reports like {report.GetType().Name}."),
    };

    private static string Words(EvaluationReport report) => report switch
    {
        SingleLabelReport labels => string.Create(CultureInfo.InvariantCulture, $"accuracy {100 * labels.Accuracy:F2}, macro F1 {100 * labels.MacroF1:F2}"),
        RegressionReport scores => string.Create(CultureInfo.InvariantCulture, $"Pearson {100 * scores.Pearson:F2}, Spearman {100 * scores.Spearman:F2}"),
        _ => report.ToString(),
    };

    /// <summary>
    /// The mean beside the reference's: above it, or within 1.5 points or two standard errors of the difference. A figure's variance is that of the scored part's size, or that among our seeds where it is larger: three epochs
    /// may leave a task in the midst of learning.
    /// </summary>
    private static void Summarize(Corpus corpus, List<double> figures, int rows)
    {
        double mean = figures.Average();
        if (corpus.HuggingFace.Length == 0)
        {
            Print($"  mean {100 * mean:F2}");
            return;
        }

        double reference = corpus.HuggingFace.Average();
        double amongSeeds = figures.Count < 2 ? 0 : figures.Sum(figure => (figure - mean) * (figure - mean)) / (figures.Count - 1);
        double error = Math.Sqrt((Math.Max(Variance(corpus, mean, rows), amongSeeds) / figures.Count) + (Math.Max(Variance(corpus, reference, rows), amongSeeds) / corpus.HuggingFace.Length));
        double allowed = Math.Max(0.015, 2 * error);
        Print($"  mean {100 * mean:F2} beside the reference's {100 * reference:F2}: difference {Math.Round(100 * (mean - reference), 2):+0.00;-0.00;0.00}, allowed -{100 * allowed:F2}: {(mean - reference >= -allowed ? "reached" : "NOT REACHED")}");
    }

    /// <summary>The variance of a share of rows, or of a correlation.</summary>
    private static double Variance(Corpus corpus, double figure, int rows) =>
        corpus.Task.Output.Kind == OutputKind.Regression ? Math.Pow(1 - (figure * figure), 2) / (rows - 1) : figure * (1 - figure) / rows;

    private static long PeakResidentMegabytes() => System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 >> 20;

    private static void Print(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        Console.Out.Flush();
    }
}
