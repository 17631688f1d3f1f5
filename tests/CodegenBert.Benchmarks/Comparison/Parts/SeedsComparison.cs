using System.Diagnostics;
using System.Globalization;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>Five seeds beside one where everything is frozen: the whole run, the encoder's pass included.</summary>
internal sealed class SeedsComparison : IComparison
{
    private const int Seeds = 5, Rows = 3000, ValidationRows = 500;

    /// <inheritdoc />
    public string Name => "seeds";

    /// <inheritdoc />
    public IEnumerable<ComparisonRow> Run(ComparisonSettings settings)
    {
        ComparisonCorpus corpus = ComparisonCorpus.All[0] with { ScoredRows = ValidationRows };
        LabeledTexts[] train = corpus.TrainingRows(settings.Data, Rows), validation = corpus.PredictedRows(settings.Data);
        Seconds([.. train.Take(64)], validation, 1);
        List<double> ratios = [];
        string note = "";
        for (int repeat = 0; repeat < settings.Repeats; repeat++)
        {
            double one = Seconds(train, validation, 1), all = Seconds(train, validation, Seeds);
            ratios.Add(all / one);
            note = string.Create(CultureInfo.InvariantCulture, $"one {one:F2} s, {Seeds} {all:F2} s; {train.Length} training and {validation.Length} validation rows");
        }

        yield return new(Name, $"sst2: {Seeds} seeds with everything frozen, over one", ratios, "x", Goal.AtMost(1.3), note);
    }

    private static double Seconds(LabeledTexts[] train, LabeledTexts[] validation, int seeds)
    {
        TaskDefinition task = Sst2FrozenDefinition.Task;
        var clock = Stopwatch.StartNew();
        TrainerRuntime.Train(task, train, validation, OurTraining.Options(task) with { Seeds = seeds }).Dispose();
        return clock.Elapsed.TotalSeconds;
    }
}
