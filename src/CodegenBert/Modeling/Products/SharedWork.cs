using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// Many small pieces of work, done by the calling thread and by those of the pool that come in time. A caller on a <see cref="ComputeWorkers"/> thread does all by itself. A forward pass shares work out
/// every few dozen microseconds, and to wake a thread takes as long: so who has helped looks out for more for a moment.
/// </summary>
internal static class SharedWork
{
    /// <summary>A thread takes neighbouring pieces, so many times: what one piece fetches for the next is of use, and no thread waits long for another.</summary>
    private const int PortionsOfThread = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMicroseconds(100);
    private static Share? s_posted;
    private static int s_helpers;

    /// <summary>Does all pieces, in any order.</summary>
    /// <param name="pieces">How many.</param>
    /// <param name="work">Does the i-th. What it throws first is thrown when all are done or given up: on a thread of the pool it would end the process.</param>
    public static void Run(int pieces, Action<int> work)
    {
        int threads = Math.Min(ComputeWorkers.Count, pieces);
        if (threads == 1)
        {
            for (int i = 0; i < pieces; i++)
            {
                work(i);
            }

            return;
        }

        var share = new Share(pieces, Math.Max(1, pieces / (PortionsOfThread * threads)), work);
        Volatile.Write(ref s_posted, share);
        while (IsShort(threads - 1))
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Help(), null);
        }

        share.TakePart();
        share.Wait();
        Interlocked.CompareExchange(ref s_posted, null, share);
        share.Fault?.Throw();
    }

    /// <summary>
    /// Whether there are fewer helpers than wanted; then one more is counted. They are counted when they are called, not when they come: those called by one share of work after the other until the first
    /// has come would take the processors from each other.
    /// </summary>
    private static bool IsShort(int wanted)
    {
        int helpers = Volatile.Read(ref s_helpers);
        return helpers < wanted && (Interlocked.CompareExchange(ref s_helpers, helpers + 1, helpers) == helpers || IsShort(wanted));
    }

    private static void Help()
    {
        Share? last = null;
        for (long since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Patience;)
        {
            Share? posted = Volatile.Read(ref s_posted);
            if (posted is null || posted == last)
            {
                Thread.SpinWait(1);
                continue;
            }

            posted.TakePart();
            last = posted;
            since = Stopwatch.GetTimestamp();
        }

        Interlocked.Decrement(ref s_helpers);
    }

    private sealed class Share(int pieces, int atOnce, Action<int> work)
    {
        private int _taken, _done;
        private ExceptionDispatchInfo? _fault;

        /// <summary>What a piece threw first.</summary>
        public ExceptionDispatchInfo? Fault => _fault;

        /// <summary>Does pieces as long as there are any that no one has taken.</summary>
        public void TakePart()
        {
            for (int end = Interlocked.Add(ref _taken, atOnce); end - atOnce < pieces; end = Interlocked.Add(ref _taken, atOnce))
            {
                int first = end - atOnce, count = Math.Min(atOnce, pieces - first);
                try
                {
                    for (int i = first; i < first + count; i++)
                    {
                        work(i);
                    }
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(e), null);
                }

                Interlocked.Add(ref _done, count);
            }
        }

        /// <summary>Until those who have taken pieces have done them: that is a few microseconds' work.</summary>
        public void Wait()
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref _done) < pieces)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }
        }
    }
}
