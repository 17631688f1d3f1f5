namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>A failure that may pass: the request is sent again, a bounded number of times.</summary>
/// <param name="message">Place, cause and remedy.</param>
/// <param name="retryAfter">The wait that the server asks for; null if it does not.</param>
/// <param name="innerException">What caused it.</param>
internal sealed class TransientHubException(string message, TimeSpan? retryAfter = null, Exception? innerException = null) : CheckpointException(message, innerException!)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
