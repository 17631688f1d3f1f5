namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>Cancels what waits for a server that sends nothing.</summary>
internal sealed class StallTimer : IDisposable
{
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _source;

    /// <summary>Starts the clock.</summary>
    /// <param name="patience">How long nothing may come.</param>
    /// <param name="cancellationToken">Cancels as well.</param>
    public StallTimer(TimeSpan patience, CancellationToken cancellationToken)
    {
        _patience = patience;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Restart();
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Something has come.</summary>
    public void Restart() => _source.CancelAfter(_patience);

    public void Dispose() => _source.Dispose();
}
