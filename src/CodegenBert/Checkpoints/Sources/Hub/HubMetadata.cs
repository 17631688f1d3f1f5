using System.Globalization;

namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>What the hub says of a file before it sends it.</summary>
/// <param name="ETag">Its content's hash: the SHA-256 of a large file, the SHA-1 of a small one as git has it. The cache calls the file by it.</param>
/// <param name="Size">Its bytes.</param>
internal sealed record HubMetadata(string ETag, long Size)
{
    /// <summary>Asks the hub: <c>X-Linked-Etag</c> and <c>X-Linked-Size</c> are those of a file that another host delivers (huggingface_hub's <c>get_hf_file_metadata</c>).</summary>
    /// <exception cref="CheckpointException">There is no such file, or the hub names neither hash nor size.</exception>
    public static Task<HubMetadata> Fetch(HubClient client, HubRetry retry, HubRequest request, CancellationToken cancellationToken) => retry.Run(
        request,
        async timer =>
        {
            string? linked = null, etag = null;
            long? linkedSize = null, size = null;
            using HttpResponseMessage _ = await client.Send(
                HttpMethod.Head,
                request,
                0,
                answer =>
                {
                    linked ??= Header(answer, "X-Linked-Etag");
                    linkedSize ??= long.TryParse(Header(answer, "X-Linked-Size"), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : null;
                    (etag, size) = (Header(answer, "ETag"), answer.Content.Headers.ContentLength);
                },
                timer.Token).ConfigureAwait(false);
            return Parse(linked ?? etag, linkedSize ?? size, request);
        },
        cancellationToken);

    private static HubMetadata Parse(string? etag, long? size, HubRequest request)
    {
        string hash = (etag ?? "").Replace("W/", "", StringComparison.Ordinal).Trim('"').ToLowerInvariant();
        return !HubName.IsSha256(hash) && !HubName.IsCommit(hash)
            ? throw new CheckpointException($"{request.Place}: the server names no hash of the file (its ETag is {Shown.Text(hash)}), so that it could not be checked. Check HF_ENDPOINT and the proxy.")
            : new(hash, size ?? throw new CheckpointException($"{request.Place}: the server does not say how large the file is. Check HF_ENDPOINT and the proxy."));
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;
}
