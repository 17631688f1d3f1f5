using System.Globalization;
using CodegenBert.Benchmarks.Comparison.Rivals.HuggingFace;
using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>
/// Full fine-tuning beside Hugging Face's sequence of operations, padded to the longest and to 128 tokens, with its calibration. In each turn we train on all chosen rows, since batches planned by length need many to choose from; the rival's random batches do not, and it
/// trains on a quarter of them, another quarter in the next turn. Rates are compared.
/// </summary>
internal sealed class TrainingComparison : IComparison
{
    private const int FixedWidth = 128, OurShare = 4;

    /// <summary>Padded to a fixed length every batch costs the same: a part of them says the same.</summary>
    private const int FixedWidthShare = 3;

    private static readonly Goal s_float32 = Goal.AtLeast(2.8), s_bfloat16 = Goal.AtLeast(5);

    /// <inheritdoc />
    public string Name => "training";

    /// <inheritdoc />
    public IEnumerable<ComparisonRow> Run(ComparisonSettings settings) => settings.Corpora.SelectMany(corpus => Run(corpus, settings));

    private IEnumerable<ComparisonRow> Run(ComparisonCorpus corpus, ComparisonSettings settings)
    {
        TaskDefinition task = corpus.Task;
        CorpusOptions options = OurTraining.Options(task);
        LabeledTexts[] rows = corpus.TrainingRows(settings.Data, OurShare * settings.Steps * options.BatchSize);
        EncodedRows encoded = corpus.Encode(rows);
        var rival = new HuggingFaceRun(task, ComparisonSettings.Encoder, encoded, options.BatchSize);
        rival.Check();
        TokenWork work = TokenWork.Training(EncoderConfiguration.Read(Path.Combine(ComparisonSettings.Encoder, "config.json")));
        WarmUp(task, rows, options, rival);

        List<Turn> fixedWidth = [];
        Race race = Race.Run(settings.Repeats, _ => OurTraining.Epoch(task, rows, encoded, options), turn =>
        {
            Turn longest = rival.Part(turn, settings.Steps);
            if (corpus.FixedWidthGoal is not null)
            {
                fixedWidth.Add(rival.Part(turn, Math.Max(1, settings.Steps / FixedWidthShare), FixedWidth));
            }

            return longest;
        });
        yield return new(Name, $"{corpus.Name}: full fine-tuning, float32, padded to the longest", race.Ratios, "x", s_float32, $"{race.Describe(work)}{Calibration(corpus, race)}");
        if (corpus.FixedWidthGoal is { } goal)
        {
            var padded = new Race(race.Ours, fixedWidth, race.Ceiling);
            yield return new(Name, $"{corpus.Name}: full fine-tuning, float32, padded to {FixedWidth}", padded.Ratios, "x", Goal.AtLeast(goal), padded.Describe(work));
        }

        string rounded = $"{corpus.Name}: full fine-tuning, bfloat16";
        if (!BFloat16Support.Of(CPU))
        {
            yield return ComparisonRow.Without(Name, rounded, s_bfloat16, "not on this processor");
            yield break;
        }

        Race mixed = Race.Run(settings.Repeats, _ => OurTraining.Epoch(task, rows, encoded, options with { Precision = Precision.Auto }), turn => rival.Part(turn, settings.Steps));
        yield return new(Name, rounded, mixed.Ratios, "x", s_bfloat16, mixed.Describe(work));
    }

    /// <summary>Code is compiled, libtorch chooses its kernels and memory is taken before the first turn.</summary>
    private static void WarmUp(TaskDefinition task, LabeledTexts[] rows, CorpusOptions options, HuggingFaceRun rival)
    {
        LabeledTexts[] few = [.. rows.Take(2 * options.BatchSize)];
        TrainerRuntime.Train(task, few, null, options with { Epochs = 1 }).Dispose();
        rival.Part(0, batches: 2);
    }

    /// <summary>The rival beside the real one: its rate for each GFLOP/s of ceiling.</summary>
    private static string Calibration(ComparisonCorpus corpus, Race race)
    {
        if (corpus.Calibration is not { } real)
        {
            return "";
        }

        double rate = Median.Of(race.Rival.Select(turn => turn.Rate)) / race.Ceiling;
        string verdict = Math.Abs((rate / real) - 1) <= 0.25 ? "within 25 %" : "NOT WITHIN 25 %";
        return string.Create(CultureInfo.InvariantCulture, $"; the rival's {rate:F1} useful tokens/s per GFLOP/s beside Hugging Face's {real:F1}: {verdict}");
    }
}
