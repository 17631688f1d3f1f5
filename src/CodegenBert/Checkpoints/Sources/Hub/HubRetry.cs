namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>Sends again what may succeed later: exponential back-off with jitter, or the wait that the server asks for.</summary>
/// <param name="settings">Attempts and waits.</param>
internal sealed class HubRetry(HubSettings settings)
{
    /// <summary>Runs an exchange until it succeeds, fails for good, or the attempts are used up.</summary>
    /// <param name="request">For messages.</param>
    /// <param name="exchange">One attempt; it restarts the timer whenever something comes.</param>
    /// <param name="cancellationToken">Ends the attempt and the wait.</param>
    /// <exception cref="CheckpointException">It failed.</exception>
    public async Task<T> Run<T>(HubRequest request, Func<StallTimer, Task<T>> exchange, CancellationToken cancellationToken)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                return await Attempt(request, exchange, cancellationToken).ConfigureAwait(false);
            }
            catch (TransientHubException e) when (failures < settings.Attempts && !(e.RetryAfter > settings.LongestDelay))
            {
                await Task.Delay(e.RetryAfter ?? BackOff(failures), cancellationToken).ConfigureAwait(false);
            }
            catch (TransientHubException e)
            {
                string wait = e.RetryAfter is { } asked ? $", and the server asks to wait {asked.TotalSeconds:F0} s" : "";
                throw new CheckpointException($"{e.Message} Attempts: {failures}{wait}. Run it again later; what has arrived is kept.", e);
            }
        }
    }

    private async Task<T> Attempt<T>(HubRequest request, Func<StallTimer, Task<T>> exchange, CancellationToken cancellationToken)
    {
        using var timer = new StallTimer(settings.StallTimeout, cancellationToken);
        try
        {
            return await exchange(timer).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientHubException($"{request.Place}: the server sent nothing for {settings.StallTimeout.TotalSeconds} s.", innerException: e);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    private TimeSpan BackOff(int failures)
    {
        double seconds = settings.FirstDelay.TotalSeconds * Math.Pow(2, failures - 1) * (0.5 + (Random.Shared.NextDouble() / 2));
        return TimeSpan.FromSeconds(Math.Min(seconds, settings.LongestDelay.TotalSeconds));
    }
}
