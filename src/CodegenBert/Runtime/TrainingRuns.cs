using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Trials;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodegenBert.Runtime;

/// <summary>A training as a spec and options ask for it: the freezing found if it is <c>auto</c>, then one run or one for each seed.</summary>
internal static class TrainingRuns
{
    /// <summary>Trains.</summary>
    /// <param name="series">What runs share.</param>
    /// <param name="task">The task.</param>
    /// <param name="options">The options.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide; null for none.</param>
    /// <param name="holdOut">Splits the training rows' indices in two parts, of which the second, smaller one stands for validation rows where the freezing is to be found without any.</param>
    /// <param name="keepsEnd">Whether other runs follow in the series.</param>
    /// <returns>The trained model, which the caller owns, and its report.</returns>
    /// <exception cref="TrainingException">An option is unusable.</exception>
    public static (SequenceClassifier Model, TrainingReport Report) Run(
        RunSeries series, TaskDefinition task, TrainingOptions options, EncodedRows train, EncodedRows? validation, Func<int[][]> holdOut, bool keepsEnd = false)
    {
        var recipe = Recipe.From(task, options, [.. train.Targets], validation is not null);
        if (task.Freeze.Kind == FreezeKind.Auto && task.Phases.Count == 0)
        {
            return Find(series, task, recipe, options, train, validation, holdOut);
        }

        return options.Seeds == 1
            ? series.Run(task, recipe, train, validation, keepsEnd)
            : SeedRuns.Run(series, task, recipe, options, train, validation);
    }

    /// <summary>Finds the freezing. The run that it was tried in is the result, unless it could not learn from all rows or there are to be several seeds.</summary>
    private static (SequenceClassifier Model, TrainingReport Report) Find(
        RunSeries series, TaskDefinition task, Recipe recipe, TrainingOptions options, EncodedRows train, EncodedRows? validation, Func<int[][]> holdOut)
    {
        int[][]? parts = validation is null ? holdOut() : null;
        var ladder = new FreezeLadder(series, task, recipe, options, options.Logger ?? NullLogger.Instance);
        (SequenceClassifier model, TrainingReport report, FreezeLadderReport found) = ladder.Climb(parts is null ? train : train.Part(parts[0]), validation ?? train.Part(parts![1]), heldOut: parts is not null);
        if (parts is null && options.Seeds == 1)
        {
            return (model, report with { FreezeLadder = found });
        }

        model.Dispose();
        TaskDefinition own = task with { Freeze = found.Chosen };
        Recipe its = RungRecipe.For(found.Chosen, recipe, hasValidation: validation is not null);
        (model, report) = options.Seeds == 1
            ? series.Run(own, its, train, validation, keepsEnd: true)
            : SeedRuns.Run(series, own, its, options, train, validation);
        return (model, report with { FreezeLadder = found });
    }
}
