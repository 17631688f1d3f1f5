using CodegenBert.Runtime;

namespace CodegenBert.Tests.Runtime;

/// <summary>What is read and made one chunk ahead.</summary>
public sealed class LookAheadTests
{
    private const int Size = 4;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private int _taken;
    private bool _isDisposed;
    private TimeSpan _waited;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(23)]
    public async Task Every_row_comes_once_in_its_order(int count)
    {
        int[] rows = [.. Enumerable.Range(0, count)];

        Assert.Equal(rows.Chunk(Size), Chunks().Over(Rows(count), default));
        Assert.Equal(rows.Chunk(Size), await Chunks().Over(AsyncRows(count), default).ToListAsync());
        Assert.True(_isDisposed);
    }

    [Fact]
    public void The_next_chunk_is_made_while_this_one_is_used()
    {
        using ManualResetEventSlim second = new();
        var chunks = new LookAhead<int, int>(Size, chunk =>
        {
            if (chunk[0] == Size)
            {
                second.Set();
            }

            return chunk[0];
        }, _ => { });

        foreach (int _ in chunks.Over(Rows(2 * Size), default))
        {
            Assert.True(second.Wait(s_patience), "the second chunk was not made before it was asked for");
        }
    }

    [Fact]
    public void Not_more_than_one_chunk_is_read_ahead()
    {
        int used = 0;
        foreach (int[] _ in Chunks().Over(Rows(50 * Size), default))
        {
            used++;
            Thread.Sleep(1); // so that a reader without a bound would be far ahead
            Assert.InRange(Volatile.Read(ref _taken), used * Size, (used + 1) * Size);
        }

        Assert.Equal(50, used);
    }

    [Fact]
    public void What_is_shorter_than_a_chunk_stays_on_the_callers_thread()
    {
        HashSet<int> threads = [];
        IEnumerable<int> rows = Rows(Size - 1).Select(row =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            return row;
        });

        Assert.Single(Chunks().Over(rows, default));
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(6, 1)]
    [InlineData(8, 2)]
    public async Task What_the_rows_throw_comes_as_it_is_behind_the_chunks_before_it(int at, int chunksBefore)
    {
        int seen = 0;
        Assert.Throws<InvalidDataException>(() =>
        {
            foreach (int[] _ in Chunks().Over(Rows(100, throwAt: at), default))
            {
                seen++;
            }
        });
        Assert.Equal(chunksBefore, seen);
        Assert.True(_isDisposed);

        seen = 0;
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (int[] _ in Chunks().Over(AsyncRows(100, throwAt: at), default))
            {
                seen++;
            }
        });
        Assert.Equal(chunksBefore, seen);
        Assert.True(_isDisposed);
    }

    [Fact]
    public void What_making_throws_comes_as_it_is()
    {
        var chunks = new LookAhead<int, int>(Size, chunk => chunk[0] == Size ? throw new InvalidDataException() : chunk[0], _ => { });

        Assert.Throws<InvalidDataException>(() => chunks.Over(Rows(100), default).Count());
        Assert.True(_isDisposed);
    }

    [Fact]
    public async Task Who_stops_early_waits_for_the_row_that_is_being_read_and_leaves_no_reader_behind()
    {
        using ManualResetEventSlim isReading = new(), mayGoOn = new();
        IEnumerator<int[]> chunks = Chunks().Over(Rows(100, at: Size + 1, () =>
        {
            isReading.Set();
            mayGoOn.Wait(s_patience);
        }), default).GetEnumerator();
        Assert.True(chunks.MoveNext());
        Assert.True(isReading.Wait(s_patience));

        Task stop = Task.Run(chunks.Dispose);
        await Task.Delay(50);
        Assert.False(stop.IsCompleted);
        Assert.False(_isDisposed);
        mayGoOn.Set();
        await stop;

        Assert.True(_isDisposed);
        Assert.Equal(Size + 2, _taken);
    }

    [Fact]
    public async Task A_stream_that_is_stopped_early_is_disposed_too()
    {
        await foreach (int[] _ in Chunks().Over(AsyncRows(100), default))
        {
            break;
        }

        Assert.True(_isDisposed);
    }

    [Fact]
    public async Task A_cancelled_token_stops_between_rows()
    {
        using CancellationTokenSource cancellation = new();
        IEnumerable<int> rows = Rows(100, at: Size + 1, cancellation.Cancel);

        Assert.Throws<OperationCanceledException>(() => Chunks().Over(rows, cancellation.Token).Count());
        Assert.Equal(Size + 2, _taken);
        Assert.True(_isDisposed);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Chunks().Over(AsyncRows(100), cancellation.Token).ToListAsync());
    }

    [Fact]
    public void The_time_that_was_waited_is_told()
    {
        _ = Chunks().Over(Rows(Size, at: 1, () => Thread.Sleep(30)), default).Count();

        Assert.True(_waited >= TimeSpan.FromMilliseconds(25), $"{_waited} is less than was waited for the first chunk");
    }

    private LookAhead<int, int[]> Chunks() => new(Size, chunk => chunk, waited => _waited += waited);

    private IEnumerable<int> Rows(int count, int at = -1, Action? act = null, int throwAt = -1)
    {
        try
        {
            for (int row = 0; row < count; row++)
            {
                if (row == throwAt)
                {
                    throw new InvalidDataException();
                }

                Interlocked.Increment(ref _taken);
                if (row == at)
                {
                    act!();
                }

                yield return row;
            }
        }
        finally
        {
            _isDisposed = true;
        }
    }

    private async IAsyncEnumerable<int> AsyncRows(int count, int throwAt = -1)
    {
        _isDisposed = false;
        foreach (int row in Rows(count, throwAt: throwAt))
        {
            await Task.Yield();
            yield return row;
        }
    }
}
