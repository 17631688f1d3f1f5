using CodegenBert.Checkpoints.Sources.Hub;
using CodegenBert.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodegenBert.Checkpoints.Sources;

/// <summary>The folder with an encoder's files on this machine.</summary>
internal static class EncoderFolder
{
    /// <summary>Finds the folder; a hub's encoder is downloaded if the cache does not have it.</summary>
    /// <param name="encoder">What the spec says.</param>
    /// <param name="progress">Is told of a download; null for none.</param>
    /// <param name="logger">Is told of it too; null for none.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="CheckpointException">A hub's encoder cannot be had, or the weights are not those that the spec means.</exception>
    public static string Resolve(EncoderReference encoder, IProgress<DownloadProgress>? progress = null, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        string folder = encoder.Source switch
        {
            EncoderSource.Package => Path.Combine(AppContext.BaseDirectory, "encoders", encoder.Name),
            EncoderSource.Folder => Path.GetFullPath(encoder.Name, AppContext.BaseDirectory),
            _ => new HubResolver(HubSettings.FromEnvironment(), progress, logger ?? NullLogger.Instance).Resolve(encoder, cancellationToken).GetAwaiter().GetResult(),
        };
        WeightHash.Check(folder, encoder.Sha256);
        return folder;
    }
}
