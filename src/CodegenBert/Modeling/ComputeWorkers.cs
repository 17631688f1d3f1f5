using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// Threads that compute side by side, each with one thread of libtorch. A batch of a small model is hundreds of short operations; split among libtorch's threads, each ends
/// in a meeting of the threads, and what is not split (allocation, gathering, the way from C# to libtorch) leaves all but one idle. Half a batch a thread, whole, has neither.
/// </summary>
internal static class ComputeWorkers
{
    /// <summary>Looks at whether the parts have ended, before the wait is slept through: about a millisecond.</summary>
    private const int MostSpins = 1000;

    [ThreadStatic]
    private static bool _isWorker;

    private static readonly BlockingCollection<Action> Work = [];
    private static readonly Lock Starting = new();
    private static int _started;

    /// <summary>How many parts can be computed side by side: libtorch's threads of the calling thread.</summary>
    public static int Count => _isWorker ? 1 : get_num_threads();

    /// <summary>The same for what is computed on a device: another than the processor is one, and computes batches whole.</summary>
    /// <param name="device">The device.</param>
    public static int CountOn(Device device) => device.type == DeviceType.CPU ? Count : 1;

    /// <summary>Computes parts side by side, and waits for all of them. On a worker, and where there is one thread, one after the other.</summary>
    /// <param name="parts">How many parts. One alone is computed by the calling thread, with all of libtorch's threads.</param>
    /// <param name="work">Computes the i-th, on another thread, with that thread's disposal scope and gradient mode. What it throws first by number is thrown when all have ended.</param>
    /// <param name="areSmall">Whether a part is too little for several threads of libtorch, which each of dozens of short operations would wake and wait for: one alone is a worker's too.</param>
    public static void Run(int parts, Action<int> work, bool areSmall = false)
    {
        if (parts == 1 && !areSmall)
        {
            work(0);
            return;
        }

        var faults = new ExceptionDispatchInfo?[parts];
        if (Count == 1)
        {
            for (int i = 0; i < parts; i++)
            {
                Part(i);
            }
        }
        else
        {
            Start(Count);
            using var left = new CountdownEvent(parts);
            for (int i = 0; i < parts; i++)
            {
                int part = i;
                Work.Add(() =>
                {
                    Part(part);
                    left.Signal();
                });
            }

            // While there is a processor to spare, the wait for what may take half a millisecond is not slept through: to be woken takes a good part of it.
            for (var spin = default(SpinWait); parts < Count && !left.IsSet && spin.Count < MostSpins;)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            left.Wait();
        }

        Array.Find(faults, fault => fault is not null)?.Throw();

        void Part(int i)
        {
            try
            {
                work(i);
            }
            catch (Exception e)
            {
                faults[i] = ExceptionDispatchInfo.Capture(e); // thrown above, on the thread that asked
            }
        }
    }

    private static void Start(int count)
    {
        lock (Starting)
        {
            for (; _started < count; _started++)
            {
                using var ready = new ManualResetEventSlim();
                new Thread(() => Compute(ready)) { IsBackground = true, Name = $"{nameof(CodegenBert)} {_started}" }.Start();
                ready.Wait();
                set_num_threads(count); // a worker sets its own number, and with it that of threads that libtorch has not seen yet: this puts the latter back
            }
        }
    }

    private static void Compute(ManualResetEventSlim ready)
    {
        _ = get_num_threads(); // libtorch gives a thread the process's number when it first sees it: this is before, not after, the thread gets its own
        set_num_threads(1);
        _isWorker = true;
        ready.Set();
        foreach (Action work in Work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
