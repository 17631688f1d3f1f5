using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Benchmarks;

/// <summary><c>speed</c>: the time of the first run and of edits over 500 specs, beside a generator that does the least.</summary>
internal sealed class SpeedCommand : Command
{
    private const int WarmUps = 2;

    private readonly Option<int> _repetitions = new("--repetitions") { Description = "How often each is measured, by turns.", DefaultValueFactory = _ => 9 };
    private readonly SpeedProject _project = new();

    public SpeedCommand()
        : base("speed", "The generator's time beside a bare one's, in the same driver.")
    {
        Options.Add(_repetitions);
        SetAction(arguments => Run(arguments.GetRequiredValue(_repetitions)));
    }

    private void Run(int repetitions)
    {
        var ours = new TaskSpecGenerator();
        BareGenerator bare = Bare(ours);
        List<double[]> ourTimes = [], bareTimes = [];
        for (int i = 0; i < WarmUps + repetitions; i++)
        {
            // By turns, so that neither always comes second.
            double[] first = Times(i % 2 == 0 ? ours : bare), second = Times(i % 2 == 0 ? bare : ours);
            if (i >= WarmUps)
            {
                ourTimes.Add(i % 2 == 0 ? first : second);
                bareTimes.Add(i % 2 == 0 ? second : first);
            }
        }

        Console.WriteLine($"{"",-22} {"ours",10} {"bare",10} {"ratio",7}");
        string[] steps = ["first run", "edit of C#", "edit of a rate", "edit of a label"];
        for (int step = 0; step < steps.Length; step++)
        {
            double our = Median(ourTimes, step), its = Median(bareTimes, step);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{steps[step],-22} {our,7:F2} ms {its,7:F2} ms {our / its,7:F2}"));
        }
    }

    /// <summary>A bare generator of the same files, which is checked.</summary>
    private BareGenerator Bare(TaskSpecGenerator ours)
    {
        GeneratedSourceResult[] files = Sources(ours);
        var bare = new BareGenerator(
            [.. files.Where(file => file.HintName.Contains(SpeedProject.FirstTask, StringComparison.Ordinal)).Select(file => (file.HintName, file.SourceText.ToString()))], SpeedProject.FirstTask);
        GeneratedSourceResult[] others = Sources(bare);
        long bytes = Bytes(files);
        if (others.Length != files.Length || Bytes(others) != bytes || files.Length != SpeedProject.Specs * GeneratedTypes.SingleLabel)
        {
            throw new InvalidOperationException($"{files.Length} files of {bytes} bytes, but {others.Length} of {Bytes(others)} from the bare generator.");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{SpeedProject.Specs} specs of {SpeedProject.Labels} labels: {files.Length} files, {bytes} bytes from either generator"));
        return bare;
    }

    private GeneratedSourceResult[] Sources(IIncrementalGenerator generator) =>
        [.. _project.Driver(generator).RunGenerators(_project.Compilation).GetRunResult().Results.Single().GeneratedSources];

    private static long Bytes(GeneratedSourceResult[] files) => files.Sum(file => (long)file.SourceText.Encoding!.GetByteCount(file.SourceText.ToString()));

    /// <summary>Milliseconds of the first run, an edit of C#, one of a learning rate and one of a label, each edit on top of the first run.</summary>
    private double[] Times(IIncrementalGenerator generator)
    {
        GeneratorDriver driver = _project.Driver(generator);
        double first = Time(() => driver = driver.RunGenerators(_project.Compilation));
        GeneratorDriver rate = _project.WithAnotherRate(driver), label = _project.WithAnotherLabel(driver);
        return
        [
            first,
            Time(() => driver.RunGenerators(_project.EditedCompilation)),
            Time(() => rate.RunGenerators(_project.Compilation)),
            Time(() => label.RunGenerators(_project.Compilation)),
        ];
    }

    private static double Time(Func<GeneratorDriver> run)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        _ = run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double[]> times, int step) => times.Select(all => all[step]).Order().ElementAt(times.Count / 2);
}
