using CodegenBert.Benchmarks.Comparison.Rivals.HuggingFace;
using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Benchmarks.Costs;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Data;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>Full fine-tuning of a random encoder of BERT-base's sizes on texts of 128 tokens: nothing is padded, so only what is not computed and what is cheaper can gain.</summary>
internal sealed class BaseComparison : IComparison
{
    private const int BatchSize = 16, Steps = 2, Length = 128;

    /// <inheritdoc />
    public string Name => "base";

    /// <inheritdoc />
    public IEnumerable<ComparisonRow> Run(ComparisonSettings settings)
    {
        ComparisonCorpus corpus = ComparisonCorpus.All[0];
        TaskDefinition task = corpus.Task;
        LabeledTexts[] rows = LongRows(corpus, settings);
        EncodedRows encoded = corpus.Encode(rows);
        if (encoded.Lengths.Any(length => length != Length))
        {
            throw new InvalidOperationException($"A text has not {Length} tokens.");
        }

        string folder = Directory.CreateTempSubdirectory("codegenbert-base-").FullName;
        try
        {
            RandomEncoder.Save(folder, ComparisonSettings.Encoder);
            CorpusOptions options = OurTraining.Options(task) with { BatchSize = BatchSize, EncoderPath = folder };
            var rival = new HuggingFaceRun(task, folder, encoded, BatchSize);
            rival.Check();
            OurTraining.Epoch(task, [.. rows.Take(BatchSize)], corpus.Encode([.. rows.Take(BatchSize)]), options);
            rival.Part(0, batches: 1);
            Race race = Race.Run(settings.Repeats, _ => OurTraining.Epoch(task, rows, encoded, options), _ => rival.Epoch());
            yield return new(
                Name, $"BERT-base's sizes, {Length} tokens: full fine-tuning, float32", race.Ratios, "x", null, race.Describe(TokenWork.Training(EncoderConfiguration.Read(Path.Combine(folder, "config.json")))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Sentences joined until they are longer than is read.</summary>
    private static LabeledTexts[] LongRows(ComparisonCorpus corpus, ComparisonSettings settings)
    {
        LabeledTexts[] all = corpus.TrainingRows(settings.Data, 20 * BatchSize * Steps);
        return [.. all.Chunk(20).Select(part => part[0] with { Input = new InputTexts(string.Join(' ', part.Select(row => row.Input.First))) })];
    }
}
