using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Benchmarks.Comparison;

/// <summary>Training by the product's trainer, nothing remembered of earlier turns.</summary>
internal static class OurTraining
{
    /// <summary>The spec's options without a cache.</summary>
    public static CorpusOptions Options(TaskDefinition task) => new(task.Training) { RepresentationCache = null };

    /// <summary>The steps of one epoch. Loading the encoder, tokenizing and making the optimiser do not count, as they do not for the rival.</summary>
    public static Turn Epoch(TaskDefinition task, LabeledTexts[] rows, EncodedRows encoded, CorpusOptions options)
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(task, rows, null, options with { Epochs = 1 });
        return new(outcome.Report.Epochs[0].TrainingSeconds, Useful(encoded), Computed(encoded, options));
    }

    /// <summary>The rows' tokens.</summary>
    public static long Useful(EncodedRows rows) => rows.Lengths.Sum(length => (long)length);

    /// <summary>The same with what is padded in the batches of the first epoch, as they are planned.</summary>
    public static long Computed(EncodedRows rows, CorpusOptions options) =>
        BatchPlanner.PlanEpoch(rows.Lengths, options.BatchSize, options.Seed, epoch: 1).Sum(batch => (long)batch.Length * batch.Max(row => rows.Lengths[row]));
}
