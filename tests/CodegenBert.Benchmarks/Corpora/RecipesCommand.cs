using System.CommandLine;
using System.Globalization;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Benchmarks.Corpora;

/// <summary>
/// <c>recipes</c>: trains each corpus by several recipes, chooses one by validation rows alone (the corpus's own, or a tenth of the training rows), and scores the test part once, with the chosen model.
/// </summary>
internal sealed class RecipesCommand : Command
{
    private const double TrainingShare = 0.9;

    /// <summary>[CLS] and mean of the last four layers (Devlin et al. 2018, section 5.3).</summary>
    private static readonly HeadDefinition s_joined = new() { Pooling = [Pooling.Cls, Pooling.Mean], Layers = LayerSelection.LastLayers(4), Dropout = 0.1 };

    private static readonly IReadOnlyDictionary<string, Func<TaskDefinition, TaskDefinition>> s_recipes = new Dictionary<string, Func<TaskDefinition, TaskDefinition>>(StringComparer.Ordinal)
    {
        ["hugging-face"] = task => task,
        ["joined"] = task => task with { Head = s_joined, Training = task.Training with { Epochs = task.Labels.Count > 20 ? 8 : 5, LearningRate = 1e-4, HeadLearningRate = 1e-3 } },
        ["frozen"] = task => task with { Head = s_joined, Freeze = new(FreezeKind.All), Training = Trec6FrozenDefinition.Task.Training },
    };

    private readonly Option<string[]> _only = new("--only") { Description = "Tasks to run; all by default.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _recipes = new("--recipes") { Description = "Recipes to choose from.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. s_recipes.Keys] };

    public RecipesCommand()
        : base("recipes", "Chooses a recipe for each corpus by validation rows, and scores the test part once.")
    {
        Options.Add(_only);
        Options.Add(_recipes);
        _recipes.AcceptOnlyFromAmong([.. s_recipes.Keys]);
        SetAction(arguments =>
        {
            string[] only = arguments.GetValue(_only) ?? [];
            foreach (Corpus corpus in Corpus.All.Where(corpus => corpus.Task.Freeze == FreezePlan.None && (only.Length == 0 || only.Contains(corpus.Task.Name, StringComparer.OrdinalIgnoreCase))))
            {
                Run(corpus, arguments.GetRequiredValue(_recipes));
            }
        });
    }

    private static void Run(Corpus corpus, IEnumerable<string> recipes)
    {
        string folder = Path.Combine(SharedData.Datasets, corpus.Folder), ownValidation = Path.Combine(folder, "dev.tsv");
        IReadOnlyList<LabeledTexts> all = DatasetRuntime.Read(corpus.Task, Path.Combine(folder, "train.tsv"));
        (IReadOnlyList<LabeledTexts> train, IReadOnlyList<LabeledTexts> validation) = File.Exists(ownValidation) && corpus.ScoredPart != "dev.tsv"
            ? (all, DatasetRuntime.Read(corpus.Task, ownValidation))
            : DatasetRuntime.Split(corpus.Task, all, TrainingShare, seed: 1);
        Print($"\n{corpus.Task.Name}: {train.Count} training rows, {validation.Count} validation rows");
        TrainingOutcome? best = null;
        (string Name, double Figure) chosen = (string.Empty, double.NegativeInfinity);
        foreach (string name in recipes)
        {
            TaskDefinition task = s_recipes[name](corpus.Task);
            ValidationMetric metric = task.Output.Kind == OutputKind.Regression ? ValidationMetric.Pearson : ValidationMetric.Accuracy;
            TrainingOutcome outcome = TrainerRuntime.Train(task, train, validation, new CorpusOptions(task.Training) { BestBy = metric, RepresentationCache = null });
            double figure = CorporaCommand.Figure(outcome.Classifier.Evaluate(validation));
            Print($"  {name}: validation {100 * figure:F2} with the best of {outcome.Report.Epochs.Count} epochs, {outcome.Report.Seconds:F0} s");
            (TrainingOutcome? worse, best) = figure > chosen.Figure ? (best, outcome) : (outcome, best);
            chosen = figure > chosen.Figure ? (name, figure) : chosen;
            worse?.Dispose();
        }

        using (best)
        {
            double scored = CorporaCommand.Figure(best!.Classifier.Evaluate(DatasetRuntime.Read(best.Classifier.Task, Path.Combine(folder, corpus.ScoredPart))));
            string reference = corpus.HuggingFace.Length == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" beside the reference's {100 * corpus.HuggingFace.Average():F2}");
            Print($"  chosen: {chosen.Name}; {corpus.ScoredPart} {100 * scored:F2}{reference}");
        }
    }

    private static void Print(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        Console.Out.Flush();
    }
}
