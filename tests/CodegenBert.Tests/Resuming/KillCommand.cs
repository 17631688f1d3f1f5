using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Tests.Resuming;

/// <summary>
/// <c>train KIND ENCODER STATES RESULT</c> trains in this process and writes what came of it; <c>kill COUNT [SEED]</c> starts such processes and kills them (SIGKILL) at
/// random moments until the count is reached, and compares the result of each run with that of one that was never stopped.
/// </summary>
internal static class KillCommand
{
    public static int Train(string kind, string encoder, string states, string result)
    {
        Console.WriteLine(TrainProcess.Started);
        var progress = new OnProgress(moment =>
        {
            if (moment.Stage == TrainingStage.Training)
            {
                Console.WriteLine(TrainProcess.Stepped);
            }
        });
        File.WriteAllBytes(result + ".new", ResumableRun.Result(kind, encoder, states, new ResumedWord(), progress));
        File.Move(result + ".new", result);
        return 0;
    }

    public static int Run(int kills, int seed)
    {
        KillOutcome outcome = Kill(kills, seed, Console.Out);
        Console.WriteLine(outcome);
        return outcome.DifferingBytes == 0 && outcome.ResumedRuns > 0 ? 0 : 1;
    }

    /// <summary>Kills, resumes and compares.</summary>
    /// <param name="kills">How many kills.</param>
    /// <param name="seed">Of the moments.</param>
    /// <param name="log">Gets a line for each run.</param>
    public static KillOutcome Kill(int kills, int seed, TextWriter log)
    {
        using var encoder = new TinyEncoder();
        var random = new Random(seed);
        KillOutcome all = new();
        Dictionary<string, (byte[] Expected, KillMoments Moments)> kinds = [];
        for (int run = 0; all.Kills < kills; run++)
        {
            string kind = ResumableRun.KilledKinds[run % ResumableRun.KilledKinds.Count];
            if (!kinds.TryGetValue(kind, out (byte[] Expected, KillMoments Moments) known))
            {
                kinds[kind] = known = (ResumableRun.Result(kind, encoder.Folder, null), KillMoments.Of(kind, encoder.Folder, random));
            }

            using var folder = new TemporaryFolder();
            KillOutcome one = RunToItsEnd(() => new TrainProcess(kind, encoder.Folder, folder["states"], folder["result"]), known.Moments, kills - all.Kills);
            one = one with { DifferingBytes = Differing(known.Expected, File.ReadAllBytes(folder["result"])) };
            log.WriteLine($"{kind}: {one}");
            all += one;
        }

        return all;
    }

    /// <summary>Starts a run's process, and starts it again where it was killed, until it ends.</summary>
    private static KillOutcome RunToItsEnd(Func<TrainProcess> start, KillMoments moments, int mostKills)
    {
        KillOutcome outcome = new(Runs: 1);
        while (true)
        {
            using TrainProcess process = start();
            bool isKilled = outcome.Kills < mostKills && moments.Await(process) && process.Kill();
            process.AwaitEnd();
            outcome = outcome with { Resumes = outcome.Resumes + (process.Resumed ? 1 : 0), ResumedRuns = outcome.ResumedRuns == 1 || process.Resumed ? 1 : 0 };
            if (!isKilled)
            {
                return process.HasResult ? outcome : throw new InvalidOperationException("A process that was not killed ended without a result.");
            }

            outcome = outcome with
            {
                Kills = outcome.Kills + 1,
                WithState = outcome.WithState + (process.HasState ? 1 : 0),
                InSave = outcome.InSave + (process.IsSaving ? 1 : 0),
            };
        }
    }

    private static long Differing(byte[] expected, byte[] actual) =>
        Math.Abs(expected.Length - actual.Length) + expected.Zip(actual).Count(pair => pair.First != pair.Second);

    /// <summary>Says that the run goes on from a state.</summary>
    private sealed class ResumedWord : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "LogResumed")
            {
                Console.WriteLine(TrainProcess.Continued);
            }
        }
    }
}
