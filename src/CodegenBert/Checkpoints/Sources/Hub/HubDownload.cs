using System.Net;

namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>Brings single files of a commit into the cache: locked against other processes, continued where an earlier download ended, checked by their hash.</summary>
/// <param name="settings">Where the hub is.</param>
/// <param name="client">Sends the requests.</param>
/// <param name="cache">Takes the files.</param>
/// <param name="repository">The repository.</param>
/// <param name="progress">Is told of the bytes; null for none.</param>
internal sealed class HubDownload(HubSettings settings, HubClient client, HubCache cache, HubRepository repository, IProgress<DownloadProgress>? progress)
{
    private const long ReportBytes = 1 << 20;
    private readonly HubRetry _retry = new(settings);

    /// <summary>Brings a file into the commit's snapshot.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="name">The file.</param>
    /// <param name="sha256">What the spec says that its hash is; null if it does not.</param>
    /// <param name="cancellationToken">Stops; what has arrived stays for the next time.</param>
    /// <exception cref="CheckpointException">It cannot be had, or is not what it should be.</exception>
    public async Task Fetch(string commit, string name, string? sha256, CancellationToken cancellationToken)
    {
        HubRequest request = HubRequest.ForFile(settings.Endpoint, repository, commit, name);
        HubMetadata metadata = await HubMetadata.Fetch(client, _retry, request, cancellationToken).ConfigureAwait(false);
        if (metadata.Size > HubFiles.MostBytes(name))
        {
            throw new CheckpointException($"{request.Place}: the file has {metadata.Size} bytes; at most {HubFiles.MostBytes(name)} are downloaded for such a file.");
        }

        if (HubName.IsSha256(metadata.ETag))
        {
            WeightHash.Compare(request.Place, metadata.ETag, sha256);
        }

        using (await HubLock.Take(cache.Lock(metadata.ETag), cancellationToken).ConfigureAwait(false))
        {
            if (!File.Exists(cache.Blob(metadata.ETag)))
            {
                await _retry.Run(request, timer => Receive(request, metadata, timer), cancellationToken).ConfigureAwait(false);
            }
        }

        cache.Link(commit, name, metadata.ETag);
    }

    private async Task<bool> Receive(HubRequest request, HubMetadata metadata, StallTimer timer)
    {
        using var blob = new PartialBlob(cache.Blob(metadata.ETag), metadata);
        if (blob.Length < metadata.Size)
        {
            using HttpResponseMessage response = await client.Send(HttpMethod.Get, request, blob.Length, null, timer.Token).ConfigureAwait(false);
            if (blob.Length > 0 && !Continues(response, blob.Length))
            {
                blob.Restart();
            }

            await HubBody.Read(response, request, metadata.Size - blob.Length, timer, Reported(blob, request.What, metadata.Size)).ConfigureAwait(false);
        }

        return blob.Length < metadata.Size
            ? throw new TransientHubException($"{request.Place}: the server sent {blob.Length} of {metadata.Size} bytes.")
            : blob.Complete() ? true : throw new CheckpointException($"{request.Place}: the file's hash is not {metadata.ETag}, which the server announced. It was deleted; run it again, and check HF_ENDPOINT and the proxy.");
    }

    private static bool Continues(HttpResponseMessage response, long length) => response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == length;

    private Action<ReadOnlyMemory<byte>> Reported(PartialBlob blob, string name, long size)
    {
        long reported = blob.Length;
        return part =>
        {
            blob.Append(part.Span);
            if (blob.Length == size || blob.Length - reported >= ReportBytes)
            {
                progress?.Report(new(name, reported = blob.Length, size));
            }
        };
    }
}
