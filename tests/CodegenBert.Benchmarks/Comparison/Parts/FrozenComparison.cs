using System.Globalization;
using CodegenBert.Benchmarks.Comparison.Rivals.HuggingFace;
using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>
/// Part of the encoder or all of it frozen, beside Hugging Face's sequence with the same freezing, which runs the frozen layers in every epoch, with dropout. Its epochs are alike: one is timed. The head is a linear layer on the pooler on both sides.
/// </summary>
internal sealed class FrozenComparison : IComparison
{
    private const int Epochs = 3;

    /// <inheritdoc />
    public string Name => "frozen";

    /// <inheritdoc />
    public IEnumerable<ComparisonRow> Run(ComparisonSettings settings)
    {
        ComparisonCorpus corpus = ComparisonCorpus.All[0];
        TaskDefinition top = Sst2Top2Definition.Task, all = corpus.Task with { Freeze = new FreezePlan(FreezeKind.All) };
        LabeledTexts[] rows = corpus.TrainingRows(settings.Data, 4 * settings.Steps * top.Training.BatchSize);
        EncodedRows encoded = corpus.Encode(rows);

        List<double> topRatios = [], firstRatios = [], laterRatios = [];
        string topNote = "", allNote = "";
        var topRival = new HuggingFaceRun(top, ComparisonSettings.Encoder, encoded, top.Training.BatchSize);
        var allRival = new HuggingFaceRun(all, ComparisonSettings.Encoder, encoded, all.Training.BatchSize);
        topRival.Check();
        Ours(top, [.. rows.Take(64)]);
        Ours(all, [.. rows.Take(64)]);
        topRival.Part(0, batches: 2);
        allRival.Part(0, batches: 2);
        for (int repeat = 0; repeat < settings.Repeats; repeat++)
        {
            double[] own = Ours(top, rows);
            double other = topRival.Epoch().Seconds;
            topRatios.Add(Epochs * other / own.Sum());
            topNote = string.Create(CultureInfo.InvariantCulture, $"ours {own[0]:F2} s, then {own[1]:F2} s an epoch; rival {other:F2} s an epoch; {rows.Length} rows");
            own = Ours(all, rows);
            other = allRival.Epoch().Seconds;
            firstRatios.Add(other / own[0]);
            laterRatios.Add(other / own[1..].Average());
            allNote = string.Create(CultureInfo.InvariantCulture, $"ours {own[0]:F2} s, then {1000 * own[1..].Average():F1} ms an epoch; rival {other:F2} s an epoch; {rows.Length} rows");
        }

        yield return new(Name, $"sst2: top 2 layers trained, {Epochs} epochs in all", topRatios, "x", Goal.AtLeast(6), topNote);
        yield return new(Name, "sst2: everything frozen, first epoch", firstRatios, "x", Goal.AtLeast(4), allNote);
        yield return new(Name, "sst2: everything frozen, each later epoch", laterRatios, "x", Goal.AtLeast(500), allNote);
    }

    /// <summary>Seconds of each epoch: its share of the frozen pass, and its steps.</summary>
    private static double[] Ours(TaskDefinition task, LabeledTexts[] rows)
    {
        CorpusOptions options = OurTraining.Options(task) with { Epochs = Epochs };
        using TrainingOutcome outcome = TrainerRuntime.Train(task, rows, null, options);
        return [.. outcome.Report.Epochs.Select(epoch => epoch.Seconds)];
    }
}
