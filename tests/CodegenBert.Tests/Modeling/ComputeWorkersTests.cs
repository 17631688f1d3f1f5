using System.Collections.Concurrent;
using CodegenBert.Modeling;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Modeling;

public sealed class ComputeWorkersTests
{
    [Fact]
    public void Each_part_is_computed_once_with_one_thread_of_libtorch_and_the_callers_number_stays()
    {
        int threads = get_num_threads();
        var parts = new ConcurrentBag<(int Part, int Threads)>();

        ComputeWorkers.Run(9, part => parts.Add((part, get_num_threads())));

        Assert.Equal(Enumerable.Range(0, 9), parts.Select(part => part.Part).Order());
        Assert.All(parts, part => Assert.Equal(1, part.Threads));
        Assert.Equal(threads, get_num_threads());
        int ofNewThread = 0;
        var other = new Thread(() => ofNewThread = get_num_threads());
        other.Start();
        other.Join();
        Assert.Equal(threads, ofNewThread);
    }

    [Fact]
    public void A_failure_is_thrown_where_it_was_asked_for_when_all_parts_have_ended()
    {
        int ended = 0;

        var fault = Assert.Throws<InvalidOperationException>(() => ComputeWorkers.Run(6, part =>
        {
            Interlocked.Increment(ref ended);
            if (part is 2 or 4)
            {
                throw new InvalidOperationException($"part {part}");
            }
        }));

        Assert.Equal("part 2", fault.Message);
        Assert.Equal(6, ended);
    }

    [Fact]
    public void A_part_alone_is_the_callers_unless_it_is_small_and_one_thread_of_libtorch_is_enough()
    {
        (int Thread, int Libtorch) caller = Here(), alone = default, small = default;

        ComputeWorkers.Run(1, _ => alone = Here());
        ComputeWorkers.Run(1, _ => small = Here(), areSmall: true);
        var fault = Assert.Throws<InvalidOperationException>(() => ComputeWorkers.Run(1, _ => throw new InvalidOperationException("small"), areSmall: true));

        Assert.Equal(caller, alone);
        Assert.Equal(1, small.Libtorch);
        Assert.Equal(caller.Libtorch == 1, small.Thread == caller.Thread); // with one thread there is no worker
        Assert.Equal("small", fault.Message);

        static (int Thread, int Libtorch) Here() => (Environment.CurrentManagedThreadId, get_num_threads());
    }

    [Fact]
    public void A_part_may_ask_for_parts_of_its_own()
    {
        int ran = 0;

        ComputeWorkers.Run(4, _ => ComputeWorkers.Run(3, _ => Interlocked.Increment(ref ran)));

        Assert.Equal(12, ran);
    }
}
