using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training.Representations;

/// <summary>A short training on the tiny encoder, and what it left: its weights as saved, its passes, its warnings.</summary>
internal sealed record CachedRun(byte[] Weights, EncoderPasses Encoded, EncoderPasses Stored, IReadOnlyList<string> Warnings)
{
    public static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(41, seed: 1), Validation = TinyTask.Rows(15, seed: 2);

    /// <summary>Rows of both sets.</summary>
    public static int Rows => Train.Count + Validation.Count;

    /// <summary>Trains.</summary>
    /// <param name="encoder">The encoder's folder.</param>
    /// <param name="freeze">What of it is frozen, as a spec writes it.</param>
    /// <param name="cache">Where representations are remembered; null for none.</param>
    /// <param name="train">Other training rows.</param>
    /// <param name="head">Another head.</param>
    public static CachedRun Of(string encoder, string freeze, RepresentationCache? cache, IReadOnlyList<LabeledTexts>? train = null, HeadDefinition? head = null)
    {
        var logger = new RecordingLogger();
        TaskDefinition task = TinyTask.Sentiment(Freezings.Parse(freeze), head);
        TinyOptions options = TinyTask.Options(encoder) with { Epochs = 2, RepresentationCache = cache, Logger = logger };
        using TrainingOutcome outcome = TrainerRuntime.Train(task, train ?? Train, Validation, options);
        return new(SavedWeights.Of(outcome.Classifier), outcome.Report.FrozenPasses, outcome.Report.StoredPasses, [.. logger.Warnings]);
    }
}
