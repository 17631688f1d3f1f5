using System.CommandLine;
using System.Globalization;
using CodegenBert.Runtime;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>The child that <see cref="StartComparison"/> starts: loads a model, predicts once, says so, and then its resident memory.</summary>
internal sealed class FirstPredictionCommand : Command
{
    public const string CommandName = "first-prediction";

    public FirstPredictionCommand()
        : base(CommandName, "Loads a saved sst2 model and predicts once; started by 'compare'.")
    {
        Hidden = true;
        Argument<string> folder = new("folder") { Description = "The model." };
        Arguments.Add(folder);
        SetAction(arguments =>
        {
            using ClassifierRuntime classifier = ClassifierRuntime.Load(Sst2Definition.Task, arguments.GetRequiredValue(folder));
            RawPrediction prediction = classifier.Predict(new("a film that is as moving as it is funny , and never sentimental"));
            Console.WriteLine(Sst2Definition.Task.Labels[prediction.Label].Text);
            Console.WriteLine(ResidentMegabytes().ToString(CultureInfo.InvariantCulture));
        });
    }

    /// <summary>The process's resident memory.</summary>
    public static double ResidentMegabytes()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }
}
