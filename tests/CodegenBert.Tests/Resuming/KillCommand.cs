using System.Diagnostics;
using System.Globalization;

namespace CodegenBert.Tests.Resuming;

/// <summary>
/// <c>train KIND ENCODER STATES WEIGHTS</c> trains in this process and writes the final weights; <c>kill COUNT [SEED]</c> starts such processes and kills them at random
/// moments (SIGKILL), until the count is reached, and compares the weights of each run that came to its end with those of a run that was never stopped.
/// </summary>
internal static class KillCommand
{
    public static int Train(string kind, string encoder, string states, string weights)
    {
        Console.WriteLine("training"); // the process has started: what comes is the run's own time
        (byte[] bytes, CodegenBert.Training.TrainingReport report) = ResumableRun.Train(kind, encoder, states);
        File.WriteAllBytes(weights + ".new", bytes);
        File.Move(weights + ".new", weights);
        Console.WriteLine(report.ResumedAtStep?.ToString(CultureInfo.InvariantCulture) ?? "anew");
        return 0;
    }

    public static int Run(int kills, int seed)
    {
        KillOutcome outcome = Kill(kills, seed, Console.Out);
        Console.WriteLine($"{outcome.Kills} kills, {outcome.Whole} runs came to their end, {outcome.Resumed} of them went on from a state; {outcome.InSave} kills during a save; {outcome.DifferingBytes} bytes differ");
        return outcome.DifferingBytes == 0 && outcome.Resumed > 0 ? 0 : 1;
    }

    /// <summary>Kills, resumes and compares.</summary>
    /// <param name="kills">How many kills.</param>
    /// <param name="seed">Of the moments.</param>
    /// <param name="log">Gets a line for each run that came to its end.</param>
    public static KillOutcome Kill(int kills, int seed, TextWriter log)
    {
        using var encoder = new Tiny.TinyEncoder();
        var random = new Random(seed);
        var outcome = new KillOutcome();
        TimeSpan usual = TimeOfWholeRun(encoder.Folder);
        for (int run = 0; outcome.Kills < kills; run++)
        {
            string kind = ResumableRun.Kinds[run % ResumableRun.Kinds.Length];
            using var folder = new TemporaryFolder();
            byte[] undisturbed = ResumableRun.Train(kind, encoder.Folder, null).Weights;
            int killed = 0;
            bool whole = false, resumed = false;
            while (!whole && outcome.Kills < kills)
            {
                using Process process = Start(kind, encoder.Folder, folder["states"], folder["weights"]);
                _ = process.StandardOutput.ReadLine();
                whole = process.WaitForExit(usual * random.NextDouble());
                if (!whole)
                {
                    process.Kill();
                    process.WaitForExit();
                    outcome = outcome with { Kills = outcome.Kills + 1, InSave = outcome.InSave + (HasUnfinishedState(folder["states"]) ? 1 : 0) };
                    killed++;
                }

                whole = File.Exists(folder["weights"]);
                resumed |= whole && process.StandardOutput.ReadToEnd().Trim() is { Length: > 0 } step && step != "anew";
            }

            if (!File.Exists(folder["weights"]))
            {
                // The count is full: let the run end undisturbed.
                using Process last = Start(kind, encoder.Folder, folder["states"], folder["weights"]);
                resumed = !last.StandardOutput.ReadToEnd().Contains("anew", StringComparison.Ordinal);
                last.WaitForExit();
            }

            outcome = Compare(outcome, undisturbed, File.ReadAllBytes(folder["weights"]), resumed);
            log.WriteLine($"{kind}: {killed} kills, {outcome.DifferingBytes} bytes differ so far");
        }

        return outcome;
    }

    /// <summary>From the process' first word to its end.</summary>
    private static TimeSpan TimeOfWholeRun(string encoder)
    {
        using var folder = new TemporaryFolder();
        using Process process = Start("none", encoder, folder["states"], folder["weights"]);
        _ = process.StandardOutput.ReadLine();
        var clock = Stopwatch.StartNew();
        process.WaitForExit();
        return clock.Elapsed;
    }

    private static KillOutcome Compare(KillOutcome outcome, byte[] expected, byte[] actual, bool resumed) => outcome with
    {
        Whole = outcome.Whole + 1,
        Resumed = outcome.Resumed + (resumed ? 1 : 0),
        DifferingBytes = outcome.DifferingBytes + Math.Abs(expected.Length - actual.Length) + expected.Zip(actual).Count(pair => pair.First != pair.Second),
    };

    private static bool HasUnfinishedState(string states) => Directory.Exists(states) && Directory.EnumerateDirectories(states, ".writing-*", SearchOption.AllDirectories).Any();

    private static Process Start(params string[] arguments)
    {
        string program = Path.ChangeExtension(typeof(KillCommand).Assembly.Location, ".dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, "train", .. arguments]) { RedirectStandardOutput = true })!;
    }
}

/// <summary>What the kills led to.</summary>
internal sealed record KillOutcome(int Kills = 0, int InSave = 0, int Whole = 0, int Resumed = 0, long DifferingBytes = 0);
