using CodegenBert.Modeling;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Runtime;

/// <summary>Weights that are infinite or no numbers, as a run that diverged leaves them: they load, and whoever listens is told.</summary>
internal static partial class NonFiniteWeights
{
    private const int MostShown = 10;

    /// <summary>Warns of a model's weights that have such values. Without a listener nothing is looked at, so that mapped weights stay on disk.</summary>
    /// <param name="logger">Is told.</param>
    /// <param name="folder">Where the model came from.</param>
    /// <param name="model">The model.</param>
    public static void Warn(ILogger logger, string folder, SequenceClassifier model)
    {
        if (!logger.IsEnabled(LogLevel.Warning))
        {
            return;
        }

        string[] names = [.. model.Parameters.All.Where(parameter => !IsFinite(parameter.Value)).Select(parameter => parameter.Name)];
        if (names.Length > 0)
        {
            LogNonFinite(logger, folder, names.Length, string.Join(", ", names.Take(MostShown)));
        }
    }

    private static bool IsFinite(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        return float.IsFinite(values.sum().item<float>()) // one look without a copy: only finite numbers have a finite sum
            || values.isfinite().all().item<bool>(); // and finite numbers may have a sum that is too large
    }

    [LoggerMessage(5, LogLevel.Warning, "{Count} weights in {Folder} have values that are infinite or no numbers, and so will what is computed with them: {Names}. Take a checkpoint from before the run diverged.")]
    private static partial void LogNonFinite(ILogger logger, string folder, int count, string names);
}
