using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Tasks;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>
/// A repository of the hub as a folder on this machine. A revision that the cache has whole is taken from there without a request, also where the branch has
/// moved on since: weights do not change under a name that was once resolved, and a network is needed once.
/// </summary>
/// <param name="settings">Where hub and cache are.</param>
/// <param name="progress">Is told of downloads; null for none.</param>
/// <param name="logger">Is told of them too.</param>
internal sealed partial class HubResolver(HubSettings settings, IProgress<DownloadProgress>? progress, ILogger logger)
{
    /// <summary>The folder with the encoder's files.</summary>
    /// <exception cref="CheckpointException">They are not in the cache, and cannot be downloaded; or the cache cannot be written.</exception>
    public async Task<string> Resolve(EncoderReference encoder, CancellationToken cancellationToken)
    {
        HubRepository repository = HubRepository.Of(encoder);
        var cache = new HubCache(settings.CacheFolder, repository);
        try
        {
            return cache.FindSnapshot() ?? await Download(repository, cache, encoder.Sha256, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{repository}: the cache in {cache.Folder} cannot be used: {e.Message} Free the disk, or set HF_HUB_CACHE to another folder; what has arrived is kept.", e);
        }
    }

    private async Task<string> Download(HubRepository repository, HubCache cache, string? sha256, CancellationToken cancellationToken)
    {
        if (settings.IsOffline)
        {
            throw new CheckpointException($"{repository}: the encoder is not in {cache.Folder}, and HF_HUB_OFFLINE forbids to download it. Remove the variable once, copy the folder here, or set HF_HUB_CACHE to where it is.");
        }

        using var client = new HubClient(settings);
        HubListing listing = await HubListing.Fetch(client, new HubRetry(settings), HubRequest.ForListing(settings.Endpoint, repository), cancellationToken).ConfigureAwait(false);
        string weights = WeightsOf(repository, listing, sha256);
        LogDownload(logger, repository.ToString(), listing.Commit, cache.Folder);
        string snapshot = cache.Snapshot(listing.Commit);
        var download = new HubDownload(settings, client, cache, repository, progress);
        foreach (string name in HubFiles.Described(listing.Files))
        {
            await download.Fetch(listing.Commit, name, null, cancellationToken).ConfigureAwait(false);
        }

        _ = EncoderConfiguration.Read(Path.Combine(snapshot, "config.json")); // a family that is not supported is refused before its weights are fetched
        await download.Fetch(listing.Commit, weights, sha256, cancellationToken).ConfigureAwait(false);
        foreach (string shard in ShardIndex.IsIndex(weights) ? ShardIndex.Read(Path.Combine(snapshot, weights)).Shards : [])
        {
            await download.Fetch(listing.Commit, shard, null, cancellationToken).ConfigureAwait(false);
        }

        cache.WriteReference(listing.Commit);
        return snapshot;
    }

    private static string WeightsOf(HubRepository repository, HubListing listing, string? sha256)
    {
        string? weights = WeightFiles.Find(listing.Files.Contains);
        if (weights is null || !listing.Files.Contains("config.json") || !HubFiles.HasVocabulary(listing.Files.Contains))
        {
            throw new CheckpointException(
                $"{repository}: the repository is no encoder: it needs config.json, vocab.txt or tokenizer.json, and model.safetensors or pytorch_model.bin (or their index). Take another, or another revision.");
        }

        if (sha256 is not null)
        {
            WeightHash.RefuseIndex(repository.ToString(), weights);
        }

        return weights;
    }

    [LoggerMessage(4, LogLevel.Information, "{Repository}: downloading the commit {Commit} into {Folder}.")]
    private static partial void LogDownload(ILogger logger, string repository, string commit, string folder);
}
