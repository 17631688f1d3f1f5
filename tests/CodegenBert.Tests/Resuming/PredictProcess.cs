using System.Diagnostics;
using System.Globalization;
using CodegenBert.Runtime;
using CodegenBert.Runtime.Files;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Resuming;

/// <summary>A process that classifies a file, says how many rows are done, and may be killed.</summary>
internal sealed class PredictProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    public PredictProcess(string model, string input, string output)
    {
        string program = Path.ChangeExtension(typeof(PredictProcess).Assembly.Location, ".dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, "predict", model, input, output]) { RedirectStandardOutput = true })!;
    }

    /// <summary>Rows that were done when it had made its first chunk; null before.</summary>
    public int? FirstRows { get; private set; }

    /// <summary>What the process does: its state is saved after every chunk, so that kills meet saves.</summary>
    public static int Predict(string model, string input, string output)
    {
        using ClassifierRuntime classifier = ClassifierRuntime.Load(TinyTask.Sentiment(), model);
        classifier.PredictFile(input, output, new() { SaveEvery = TimeSpan.Zero }, new Said());
        return 0;
    }

    /// <summary>Waits until it has made so many chunks more, and kills it a while after; false if it ends before.</summary>
    public bool Kill(int chunks, TimeSpan after)
    {
        for (; chunks > 0 && _process.StandardOutput.ReadLine() is { } line; chunks--)
        {
            FirstRows ??= int.Parse(line, CultureInfo.InvariantCulture);
        }

        if (chunks > 0 || _process.WaitForExit(after))
        {
            return false;
        }

        _process.Kill();
        _process.WaitForExit();
        return true;
    }

    /// <summary>Waits for its end, and gives its exit code.</summary>
    public int AwaitEnd()
    {
        _ = Kill(int.MaxValue, default);
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.StandardOutput.Dispose();
        _process.Dispose();
    }

    private sealed class Said : IProgress<PredictionProgress>
    {
        public void Report(PredictionProgress value) => Console.WriteLine(value.Rows);
    }
}
