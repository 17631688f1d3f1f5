using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CodegenBert.Generators.Tests.Mutation;

namespace CodegenBert.Generators.Benchmarks;

/// <summary><c>mutate COUNT</c>: runs the generator over mutated specs and manifests and says what came of them, and which took longest.</summary>
internal sealed class MutateCommand : Command
{
    // A run can be slow because the machine was busy: the slowest are tried again before one is named.
    private const int Candidates = 1000, Retries = 3;

    private readonly Argument<int> _count = new("count") { Description = "How many files, each with the next seed." };
    private readonly Option<int> _seed = new("--seed") { Description = "The first seed; with a count of 1 the file is printed." };

    public MutateCommand()
        : base("mutate", "Mutated specs and manifests; fails if one gives anything but diagnostics and whole tasks.")
    {
        Arguments.Add(_count);
        Options.Add(_seed);
        SetAction(arguments => Run(arguments.GetRequiredValue(_count), arguments.GetValue(_seed)));
    }

    private static int Run(int count, int seed)
    {
        var project = new MutationProject();
        long start = Stopwatch.GetTimestamp();
        MutationOutcome[] outcomes = [.. Enumerable.Range(seed, count).Select(each => project.Run(MutatedFile.Of(each)))];
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        MutationOutcome[] faults = [.. outcomes.Where(outcome => outcome.Fault is not null)];
        foreach (MutationOutcome fault in faults)
        {
            Console.WriteLine($"seed {fault.Seed}: {fault.Fault}");
        }

        if (count == 1)
        {
            Console.WriteLine(MutatedFile.Of(seed).Text);
        }

        (int slowestSeed, double slowest) = Slowest(project, outcomes);
        double[] times = [.. outcomes.Select(outcome => outcome.Milliseconds).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {count} mutated files from seed {seed} in {time.TotalSeconds:F0} s: {faults.Length} faults
            {outcomes.Count(outcome => outcome.Errors > 0)} with errors, of which {outcomes.Count(outcome => outcome is { Errors: > 0, Files: > 0 })} keep their code
            {outcomes.Count(outcome => outcome.Files == 0)} without code; {outcomes.Sum(outcome => (long)outcome.Files)} files of code, parsed those of one in {MutationProject.ParsedOneOf} specs
            milliseconds a file: median {times[count / 2]:F1}, 99.9 % within {times[count - 1 - (count / 1000)]:F1}, slowest {slowest:F1} (seed {slowestSeed}; the best of {Retries} tries)
            """));
        return faults.Length == 0 ? 0 : 1;
    }

    private static (int Seed, double Milliseconds) Slowest(MutationProject project, MutationOutcome[] outcomes) => outcomes
        .OrderByDescending(outcome => outcome.Milliseconds)
        .Take(Candidates)
        .Select(outcome => (outcome.Seed, Milliseconds: Enumerable.Range(0, Retries).Min(_ => project.Run(MutatedFile.Of(outcome.Seed)).Milliseconds)))
        .MaxBy(slow => slow.Milliseconds);
}
