using System.Diagnostics;
using System.Globalization;
using CodegenBert.Data;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>
/// A program's start to its first prediction, by the clock of the process that starts it; and its resident memory then, beside that of a program that has only loaded libtorch, multiplied two small matrices and read the
/// weights' file into one tensor.
/// </summary>
internal sealed class StartComparison : IComparison
{
    private const int Starts = 5;

    /// <inheritdoc />
    public string Name => "start";

    /// <inheritdoc />
    public IEnumerable<ComparisonRow> Run(ComparisonSettings settings)
    {
        ComparisonCorpus corpus = ComparisonCorpus.All[0];
        LabeledTexts[] rows = corpus.TrainingRows(settings.Data, 32);
        using var saved = new SavedClassifier(corpus.Task, rows);
        List<Child> predicting = [], bare = [];
        Start(FirstPrediction.Name, saved.Folder); // the files are in the system's cache from now on
        for (int i = 0; i < Starts * settings.Repeats; i++)
        {
            predicting.Add(Start(FirstPrediction.Name, saved.Folder));
            bare.Add(Start(BareLibtorch.Name, Path.Combine(saved.Folder, "model.safetensors")));
        }

        string note = string.Create(
            CultureInfo.InvariantCulture,
            $"resident {Median.Of(predicting.Select(child => child.Megabytes)):F0} MB, libtorch with the weights {Median.Of(bare.Select(child => child.Megabytes)):F0} MB after {Median.Of(bare.Select(child => child.Seconds)):F2} s; {predicting.Count} starts each, files in the system's cache");
        yield return new(Name, "process start to first prediction", [.. predicting.Select(child => child.Seconds)], "s", Goal.AtMost(0.6), note);
        yield return new(Name, "memory above libtorch's and the weights'", [.. predicting.Zip(bare, (own, other) => own.Megabytes - other.Megabytes)], "MB", Goal.AtMost(50), note);
    }

    private static Child Start(string command, string path)
    {
        long start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(StartComparison).Assembly.Location, command, path]) { RedirectStandardOutput = true })!;
        _ = process.StandardOutput.ReadLine();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        string? megabytes = process.StandardOutput.ReadLine();
        process.WaitForExit();
        return process.ExitCode == 0 && megabytes is not null
            ? new(seconds, double.Parse(megabytes, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"'{command} {path}' ended with {process.ExitCode}.");
    }

    /// <summary>A process that was started.</summary>
    /// <param name="Seconds">Until it wrote its first line.</param>
    /// <param name="Megabytes">Its resident memory then.</param>
    private readonly record struct Child(double Seconds, double Megabytes);
}
