using System.Globalization;
using CodegenBert.Runtime;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>The child that <see cref="StartComparison"/> starts: loads a model, predicts once, says so, and then its resident memory. Like a small app, it does so without this program's command line.</summary>
internal static class FirstPrediction
{
    public const string Name = "first-prediction";

    /// <summary>Predicts with the sst2 model of a folder.</summary>
    public static void Run(string folder)
    {
        using ClassifierRuntime classifier = ClassifierRuntime.Load(Sst2Definition.Task, folder);
        RawPrediction prediction = classifier.Predict(new("a film that is as moving as it is funny , and never sentimental"));
        Console.WriteLine(Sst2Definition.Task.Labels[prediction.Label].Text);
        Console.WriteLine(ResidentMegabytes().ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The process's resident memory.</summary>
    public static double ResidentMegabytes()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }
}
