using System.Text.Json;

namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>What a revision is: its commit and the names of its files, as <c>/api/models/org/name/revision/...</c> says.</summary>
/// <param name="Commit">40 hexadecimal digits.</param>
/// <param name="Files">The names, none of which is used but to be compared with those that an encoder has.</param>
internal sealed record HubListing(string Commit, IReadOnlySet<string> Files)
{
    private const int MostBytes = 16 << 20;

    /// <summary>Asks the hub.</summary>
    /// <exception cref="CheckpointException">There is no such revision, or the answer is not understood.</exception>
    public static Task<HubListing> Fetch(HubClient client, HubRetry retry, HubRequest request, CancellationToken cancellationToken) => retry.Run(
        request,
        async timer =>
        {
            using HttpResponseMessage response = await client.Send(HttpMethod.Get, request, 0, null, timer.Token).ConfigureAwait(false);
            using var json = new MemoryStream();
            await HubBody.Read(response, request, MostBytes, timer, part => json.Write(part.Span)).ConfigureAwait(false);
            return Parse(json.ToArray(), request);
        },
        cancellationToken);

    private static HubListing Parse(byte[] json, HubRequest request)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            string commit = document.RootElement.GetProperty("sha").GetString() ?? "";
            HashSet<string> files = [.. document.RootElement.GetProperty("siblings").EnumerateArray().Select(file => file.GetProperty("rfilename").GetString() ?? "")];
            return HubName.IsCommit(commit)
                ? new(commit.ToLowerInvariant(), files)
                : throw new CheckpointException($"{request.Place}: the server names the commit {Shown.Text(commit)}, which is none. Check HF_ENDPOINT and the proxy.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CheckpointException($"{request.Place}: the answer is not a hub's list of files: {e.Message} Check HF_ENDPOINT and the proxy.", e);
        }
    }
}
