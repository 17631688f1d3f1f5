using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Trials;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Runtime;

/// <summary>Runs that differ in their seed alone, of which the best is kept: one after the other, or in one pass where only heads are trained.</summary>
internal static class SeedRuns
{
    /// <summary>Makes the runs.</summary>
    /// <param name="series">What they share.</param>
    /// <param name="task">The task.</param>
    /// <param name="recipe">All numbers; its seed is the first.</param>
    /// <param name="options">The runs' options.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide; null for none.</param>
    /// <returns>The kept model, which the caller owns, and its report.</returns>
    public static (SequenceClassifier Model, TrainingReport Report) Run(
        RunSeries series, TaskDefinition task, Recipe recipe, TrainingOptions options, EncodedRows train, EncodedRows? validation)
    {
        int[] seeds = [.. Enumerable.Range(0, options.Seeds).Select(i => unchecked(recipe.Seed + i))];
        SequenceClassifier model = series.NewModel(task, seeds[0]);
        if (StackedFineTuning.Fits(model, task, recipe, train, validation))
        {
            return InOnePass(series, task, recipe, options, model, seeds, train, validation);
        }

        return OneByOne(series, task, recipe, model, seeds, train, validation);
    }

    private static (SequenceClassifier Model, TrainingReport Report) OneByOne(
        RunSeries series, TaskDefinition task, Recipe recipe, SequenceClassifier first, int[] seeds, EncodedRows train, EncodedRows? validation)
    {
        List<(int Seed, TrainingReport Report)> runs = [];
        (SequenceClassifier Model, TrainingReport Report)? kept = null;
        try
        {
            foreach (int seed in seeds)
            {
                SequenceClassifier model = runs.Count == 0 ? first : series.NewModel(task, seed);
                (SequenceClassifier Model, TrainingReport Report) run = (model, series.RunOn(model, task, recipe with { Seed = seed }, train, validation, keepsEnd: true));
                runs.Add((seed, run.Report));
                bool isKept = kept is null || Compare(task, recipe, runs, train, validation, inOnePass: false).KeptSeed == seed;
                (isKept ? kept?.Model : run.Model)?.Dispose();
                kept = isKept ? run : kept;
            }
        }
        catch
        {
            kept?.Model.Dispose();
            throw;
        }

        return (kept!.Value.Model, kept.Value.Report with { Seeds = Compare(task, recipe, runs, train, validation, inOnePass: false) });
    }

    private static (SequenceClassifier Model, TrainingReport Report) InOnePass(
        RunSeries series, TaskDefinition task, Recipe recipe, TrainingOptions options, SequenceClassifier model, int[] seeds, EncodedRows train, EncodedRows? validation)
    {
        (int Seed, ParameterSet Head)[] heads = [.. seeds.Select(seed => (seed, Head(task, options, model, seed)))];
        try
        {
            using var pass = new StackedFineTuning(model, task, recipe, series.Context);
            IReadOnlyList<(int Seed, TrainingReport Report)> runs = pass.Run(heads, train, validation, options.KeepBestEpoch);
            SeedsReport report = Compare(task, recipe, runs, train, validation, inOnePass: true);
            Copy(heads.First(head => head.Seed == report.KeptSeed).Head, model);
            return (model, runs.First(run => run.Seed == report.KeptSeed).Report with { Seeds = report });
        }
        catch
        {
            model.Dispose();
            throw;
        }
        finally
        {
            Array.ForEach(heads, head => head.Head.Dispose());
        }
    }

    /// <summary>The head that a run with that seed starts from: a new one, or the saved model's.</summary>
    private static ParameterSet Head(TaskDefinition task, TrainingOptions options, SequenceClassifier model, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        IReadOnlyDictionary<string, Tensor> weights = options.ContinueFrom is null
            ? ClassifierFactory.NewHead(task, model.Configuration, seed)
            : model.TrainedParameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.detach(), StringComparer.Ordinal);
        var head = new ParameterSet();
        foreach ((string name, Tensor value) in weights)
        {
            head.Add(name, value.to(model.Parameters[name].Value.device).clone());
        }

        return head;
    }

    private static void Copy(ParameterSet head, SequenceClassifier model)
    {
        foreach (ModelParameter parameter in head.All)
        {
            model.Parameters[parameter.Name].Write(parameter.Value);
        }
    }

    private static SeedsReport Compare(TaskDefinition task, Recipe recipe, IReadOnlyList<(int Seed, TrainingReport Report)> runs, EncodedRows train, EncodedRows? validation, bool inOnePass) =>
        SeedComparison.Compare(task, recipe.BestBy, runs, train.Targets, validation?.Targets, inOnePass);
}
