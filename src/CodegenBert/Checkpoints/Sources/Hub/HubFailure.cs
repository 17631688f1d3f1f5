using System.Net;

namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>An answer that is no success, as an error with its remedy.</summary>
internal static class HubFailure
{
    /// <summary>The error of an answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="address">Where it was asked for in the end.</param>
    public static CheckpointException Of(HttpResponseMessage response, HubRequest request, Uri address)
    {
        string cause = $"{request.PlaceOf(address)} answered {(int)response.StatusCode} ({response.StatusCode})";
        return response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500
            ? new TransientHubException($"{cause}.", RetryAfter(response))
            : new CheckpointException($"{cause}: {Remedy(response, request)}");
    }

    private static string Remedy(HttpResponseMessage response, HubRequest request) => (response.StatusCode, ErrorCode(response)) switch
    {
        (HttpStatusCode.NotFound, "RevisionNotFound") => $"{request.Repository.Name} has no revision '{request.Repository.Revision}'. Write a branch, tag or commit of its page.",
        (HttpStatusCode.NotFound, "EntryNotFound") => "the revision has no such file. Take another revision, or a repository whose weights are BERT's.",
        (HttpStatusCode.Unauthorized, _) or (_, "RepoNotFound") =>
            "there is no such repository, or it is private or gated. Check its name; for a private one set HF_TOKEN to a token that may read it.",
        (HttpStatusCode.Forbidden, _) => "access is refused. Accept the model's terms on its page, and set HF_TOKEN to a token of that account that may read it.",
        (HttpStatusCode.NotFound, _) => "it was not found. Check the repository's name, the revision, and HF_ENDPOINT.",
        _ => "this is no answer of a hub that is understood. Check HF_ENDPOINT and the proxy.",
    };

    private static string? ErrorCode(HttpResponseMessage response) => response.Headers.TryGetValues("X-Error-Code", out IEnumerable<string>? values) ? values.First() : null;

    /// <summary>A number of seconds or a date (RFC 9110, section 10.2.3).</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - DateTimeOffset.UtcNow,
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
