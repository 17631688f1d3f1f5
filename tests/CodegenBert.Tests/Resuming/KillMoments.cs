using System.Diagnostics;

namespace CodegenBert.Tests.Resuming;

/// <summary>
/// When a process is killed: one time in five while the run is set up or gone on with, else up to half of an unbroken run's steps after its first; of these one time in three not at once but
/// when the next state is being written. So most kills find a state, and a run is killed several times before it ends. Steps are counted, not timed: the machine may be slower than it was.
/// </summary>
/// <param name="setUp">How long an unbroken run takes before its first step.</param>
/// <param name="steps">How many steps it has.</param>
/// <param name="step">How long one takes.</param>
/// <param name="random">Draws the moments.</param>
internal sealed class KillMoments(TimeSpan setUp, int steps, TimeSpan step, Random random)
{
    private static readonly TimeSpan s_longestSave = TimeSpan.FromMilliseconds(10);

    /// <summary>Measures an unbroken run.</summary>
    public static KillMoments Of(string kind, string encoder, Random random)
    {
        using var folder = new TemporaryFolder();
        using var process = new TrainProcess(kind, encoder, folder["states"], folder["result"]);
        process.Await(TrainProcess.Started);
        long start = Stopwatch.GetTimestamp();
        process.Await(TrainProcess.Stepped);
        TimeSpan setUp = Stopwatch.GetElapsedTime(start);
        int steps = 1;
        while (process.Await(TrainProcess.Stepped))
        {
            steps++;
        }

        return new(setUp, steps, (Stopwatch.GetElapsedTime(start) - setUp) / steps, random);
    }

    /// <summary>Waits for a moment; false if the process ends before.</summary>
    public bool Await(TrainProcess process)
    {
        bool isEarly = random.Next(5) == 0, isInSave = random.Next(3) == 0;
        double share = random.NextDouble(), shareOfSave = random.NextDouble();
        int after = random.Next(1, (steps / 2) + 1);
        return isEarly
            ? process.Await(TrainProcess.Started) && process.Lives(setUp * share)
            : Enumerable.Range(0, after).All(_ => process.Await(TrainProcess.Stepped)) && process.Lives(step * share)
                && (!isInSave || (process.AwaitSave() && process.Lives(s_longestSave * shareOfSave)));
    }
}
