namespace CodegenBert.Samples.CommandLine;

/// <summary>Ctrl-C: the first asks for a stop at the next batch boundary, the second ends the process at once.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    /// <summary>Begins to listen.</summary>
    public Interrupt() => Console.CancelKeyPress += OnCancelKey;

    /// <summary>Is cancelled by the first Ctrl-C.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancelKey;
        _source.Dispose();
    }

    private void OnCancelKey(object? sender, ConsoleCancelEventArgs e)
    {
        if (_source.IsCancellationRequested)
        {
            return;
        }

        e.Cancel = true;
        Console.Error.WriteLine("stopping after this batch; Ctrl-C again stops at once");
        _source.Cancel();
    }
}
