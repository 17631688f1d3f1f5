using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CodegenBert.Runtime;

/// <summary>
/// Makes something of a stream's chunks, on another thread, one chunk ahead of whoever uses it: what is read and tokenized while the model computes costs the model no time.
/// The first chunk is made by the caller itself, so what is no longer than one never leaves its thread. What reading or making throws reaches the caller as it is, when the
/// chunks before it have been used; and whoever stops early waits for the row that is being read, so that nothing reads on behind its back.
/// </summary>
/// <typeparam name="TRow">What the stream has.</typeparam>
/// <typeparam name="TMade">What is made of a chunk.</typeparam>
/// <param name="size">Rows of a chunk.</param>
/// <param name="make">Makes it; called for one chunk after the other.</param>
/// <param name="waited">Told how long the caller had to wait for a chunk.</param>
internal sealed class LookAhead<TRow, TMade>(int size, Func<TRow[], TMade> make, Action<TimeSpan> waited)
{
    /// <summary>What is made of each chunk, in order.</summary>
    /// <param name="rows">The rows; enumerated once.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public IEnumerable<TMade> Over(IEnumerable<TRow> rows, CancellationToken cancellationToken)
    {
        using var stop = new CancellationTokenSource();
        using IEnumerator<TRow> enumerator = rows.GetEnumerator();
        Task<Part?>? ahead = null;
        try
        {
            for (Part? part = Timed(Next); part is not null; part = ahead is null ? null : Timed(() => ahead.GetAwaiter().GetResult()))
            {
                ahead = part.IsFull ? Task.Run(Next, CancellationToken.None) : null;
                yield return part.Made;
            }
        }
        finally
        {
            stop.Cancel();
            EndOf(ahead).GetAwaiter().GetResult();
        }

        Part? Next()
        {
            List<TRow> chunk = [];
            while (chunk.Count < size && enumerator.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                stop.Token.ThrowIfCancellationRequested();
                chunk.Add(enumerator.Current);
            }

            return PartOf(chunk);
        }
    }

    /// <summary>What is made of each chunk, in order.</summary>
    /// <param name="rows">The rows; enumerated once.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public async IAsyncEnumerable<TMade> Over(IAsyncEnumerable<TRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IAsyncEnumerator<TRow> enumerator = rows.GetAsyncEnumerator(stop.Token);
        await using ConfiguredAsyncDisposable _ = enumerator.ConfigureAwait(false);
        Task<Part?>? ahead = null;
        try
        {
            for (Part? part = await TimedAsync(Next()).ConfigureAwait(false); part is not null; part = ahead is null ? null : await TimedAsync(ahead).ConfigureAwait(false))
            {
                ahead = part.IsFull ? Task.Run(Next, CancellationToken.None) : null;
                yield return part.Made;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await EndOf(ahead);
        }

        async Task<Part?> Next()
        {
            List<TRow> chunk = [];
            while (chunk.Count < size && await enumerator.MoveNextAsync().ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                stop.Token.ThrowIfCancellationRequested();
                chunk.Add(enumerator.Current);
            }

            return PartOf(chunk);
        }
    }

    /// <summary>The end of a reading that no one asks for any more: what it throws concerns no one.</summary>
    private static ConfiguredTaskAwaitable EndOf(Task? ahead) => (ahead ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Part? PartOf(List<TRow> chunk) => chunk.Count == 0 ? null : new(make([.. chunk]), chunk.Count == size);

    private T Timed<T>(Func<T> get)
    {
        long start = Stopwatch.GetTimestamp();
        T got = get();
        waited(Stopwatch.GetElapsedTime(start));
        return got;
    }

    private async Task<T> TimedAsync<T>(Task<T> task)
    {
        long start = Stopwatch.GetTimestamp();
        T got = await task.ConfigureAwait(false);
        waited(Stopwatch.GetElapsedTime(start));
        return got;
    }

    /// <summary>What was made of a chunk.</summary>
    /// <param name="Made">It.</param>
    /// <param name="IsFull">Whether rows may follow.</param>
    private sealed record Part(TMade Made, bool IsFull);
}
