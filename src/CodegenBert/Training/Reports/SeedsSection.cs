using CodegenBert.Evaluation;
using CodegenBert.Training.Trials;

namespace CodegenBert.Training.Reports;

/// <summary>Several seeds in words and a table.</summary>
internal static class SeedsSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(SeedsReport seeds) => new()
    {
        Title = "Seeds",
        Paragraphs = [.. Words(seeds)],
        Columns = ["", " seed", " " + FigureName.Of(seeds.Metric), " epoch kept", " epochs", " training loss", "has learnt", " seconds"],
        Rows =
        [
            .. seeds.Runs.Select(run => (string[])[
                run.Seed == seeds.KeptSeed ? "kept" : "",
                Cell.Count(run.Seed),
                Cell.Figure(run.Value),
                Cell.Count(run.BestEpoch),
                Cell.Count(run.Epochs),
                Cell.Figure(run.TrainingLoss),
                Learnt(run),
                Cell.Seconds(run.Seconds)]),
        ],
    };

    private static IEnumerable<string> Words(SeedsReport seeds)
    {
        string metric = FigureName.Of(seeds.Metric), together = seeds.InOnePass ? ", made in one pass" : "";
        yield return Cell.Of($"{seeds.Runs.Count} runs that differ in their seed alone (initialisation, order, dropout){together}: {seeds.Seconds:F1} s.");
        if (!seeds.ChosenByValidation)
        {
            yield return Cell.Of($"There are no validation rows to tell which is the best: the first, seed {seeds.KeptSeed}, is kept.");
            yield break;
        }

        string deviation = seeds.StandardDeviation is { } known ? Cell.Of($", standard deviation {known:F4}") : "";
        yield return Cell.Of($"On the validation rows {metric} has the mean {seeds.Mean:F4}{deviation}; seed {seeds.KeptSeed} is the best and is kept. A constant prediction has {seeds.ConstantValue:F4}.");
        if (seeds.Runs.Count(run => run.Degeneration != Degeneration.None) is > 0 and int failed)
        {
            yield return Cell.Of($"{failed} of the runs failed to learn.");
        }
    }

    private static string Learnt(SeedReport run) => run switch
    {
        { Value: null } => "",
        { Degeneration: Degeneration.SameForAll } => "no: says the same for all",
        { Degeneration: Degeneration.NoBetterThanConstant } => "no: no better than a constant",
        _ => "yes",
    };
}
