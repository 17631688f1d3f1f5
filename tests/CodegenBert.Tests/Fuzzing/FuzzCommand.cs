using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace CodegenBert.Tests.Fuzzing;

/// <summary><c>fuzz COUNT</c>: reads so many mutated files of each kind, in a table.</summary>
internal sealed class FuzzCommand : Command
{
    private const int MostShown = 5;

    private readonly Argument<int> _count = new("count") { Description = "How many files of each kind, each with the next seed." };
    private readonly Option<int> _seed = new("--seed") { Description = "The first seed." };
    private readonly Option<string[]> _only = new("--only") { Description = "The kinds; else all.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<DirectoryInfo?> _folder = new("--folder") { Description = "Where the files are written and left; else in memory, where the system has a folder for that." };

    public FuzzCommand()
        : base("fuzz", "Mutated files through every reader; fails if one gives anything but a model or a typed exception.")
    {
        _only.AcceptOnlyFromAmong([.. FuzzTargets.All.Select(target => target.Name)]);
        Arguments.Add(_count);
        Options.Add(_seed);
        Options.Add(_only);
        Options.Add(_folder);
        SetAction(arguments => Run(arguments.GetRequiredValue(_count), arguments.GetValue(_seed), arguments.GetValue(_only) ?? [], arguments.GetValue(_folder)));
    }

    private static int Run(int count, int seed, string[] only, DirectoryInfo? given)
    {
        int faults = 0;
        Console.WriteLine($"{"kind",-22} {"mutations",10} {"accepted",10} {"refused",10} {"faults",7} {"slowest ms",11} {"% of memory's bound",20} {"s",6}");
        foreach (FuzzTarget target in FuzzTargets.All.Where(target => only.Length == 0 || only.Contains(target.Name)))
        {
            string folder = Path.Combine(given?.FullName ?? FuzzFolder.Parent, $"codegenbert-fuzz-{Guid.NewGuid():N}");
            Directory.CreateDirectory(folder);
            long start = Stopwatch.GetTimestamp();
            FuzzOutcome outcome = new FuzzRun(target).Read(folder, count, seed);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{outcome.Kind,-22} {outcome.Mutations,10} {outcome.Accepted,10} {outcome.Refused,10} {outcome.Faults.Count,7} {outcome.Slowest.TotalMilliseconds,11:F1} {100 * outcome.MostOfBound,20:F1} {Stopwatch.GetElapsedTime(start).TotalSeconds,6:F0}"));
            outcome.Faults.Take(MostShown).ToList().ForEach(Console.WriteLine);
            faults += outcome.Faults.Count;
            if (given is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return faults == 0 ? 0 : 1;
    }
}
