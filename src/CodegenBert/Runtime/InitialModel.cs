using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Sources;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Runtime;

/// <summary>The model that a training run starts from: a pretrained encoder with a new head, or a saved model with its own.</summary>
internal static partial class InitialModel
{
    /// <summary>Loads it.</summary>
    /// <returns>The model, which the caller owns, and the folder that it came from.</returns>
    /// <exception cref="CheckpointException">The folder is missing or broken, or the encoder cannot be downloaded.</exception>
    /// <exception cref="TaskMismatchException">The saved model is of another spec.</exception>
    /// <exception cref="TrainingException">The options name both an encoder and a model.</exception>
    public static (SequenceClassifier Model, string Folder) Load(TaskDefinition task, TrainingOptions options, int seed, ILogger logger, CancellationToken cancellationToken)
    {
        if (options.ContinueFrom is not { } saved)
        {
            string encoder = options.EncoderPath ?? EncoderFolder.Resolve(task.Encoder, options.DownloadProgress, logger, cancellationToken);
            SequenceClassifier created = ClassifierFactory.Create(task, encoder, seed, out LoadingNotes notes, options.ReinitializedLayers);
            LogNotes(logger, encoder, notes);
            NonFiniteWeights.Warn(logger, encoder, created);
            return (created, encoder);
        }

        if (options.EncoderPath is not null)
        {
            throw new TrainingException(
                $"{nameof(options.EncoderPath)} and {nameof(options.ContinueFrom)} are both given: a run starts from an encoder with a new head, or from a model with its own. Give one of them.");
        }

        (int[] logitOfLabel, _) = ModelFolder.CheckTask(saved, task); // temperature and thresholds were of the weights as they were
        SequenceClassifier model = ClassifierFactory.Continue(task, saved);
        NonFiniteWeights.Warn(logger, saved, model);
        model.PermuteLabels(logitOfLabel);
        return (model, saved);
    }

    private static void LogNotes(ILogger logger, string folder, LoadingNotes notes)
    {
        if (notes.NewPooler)
        {
            LogNewPooler(logger, folder);
        }

        if (notes.Unexpected.Count > 0)
        {
            LogUnexpected(logger, folder, notes.Unexpected.Count, string.Join(", ", notes.Unexpected));
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "The encoder in {Folder} has no pooler: it starts at random and is trained in every freezing.")]
    private static partial void LogNewPooler(ILogger logger, string folder);

    [LoggerMessage(4, LogLevel.Information, "Of the weights in {Folder}, {Count} are not the encoder's and are left out: {Names}. The head is new.")]
    private static partial void LogUnexpected(ILogger logger, string folder, int count, string names);
}
