using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Benchmarks.Costs;

/// <summary><c>precision</c>: full fine-tuning and prediction on the first rows of sst2 in float32 and in bfloat16, in turns, as a ratio.</summary>
internal sealed class PrecisionCommand : Command
{
    private readonly Option<string> _data = new("--data") { Description = "The folder with the corpora.", DefaultValueFactory = _ => SharedData.Datasets };
    private readonly Option<int> _rows = new("--rows") { Description = "Training rows.", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> _rounds = new("--rounds") { Description = "How often each has its turn.", DefaultValueFactory = _ => 3 };

    public PrecisionCommand()
        : base("precision", "The speed of training and prediction in bfloat16 beside float32.")
    {
        Options.Add(_data);
        Options.Add(_rows);
        Options.Add(_rounds);
        SetAction(arguments => Run(Path.Combine(arguments.GetRequiredValue(_data), "sst2"), arguments.GetValue(_rows), arguments.GetValue(_rounds)));
    }

    private static void Run(string folder, int count, int rounds)
    {
        LabeledTexts[] train = [.. DatasetRuntime.Read(Sst2Definition.Task, Path.Combine(folder, "train.tsv")).Take(count)];
        LabeledTexts[] test = [.. DatasetRuntime.Read(Sst2Definition.Task, Path.Combine(folder, "test.tsv"))];
        string model = Directory.CreateTempSubdirectory("codegenbert-precision-").FullName;
        try
        {
            List<double> training = [], prediction = [];
            for (int round = 1; round <= rounds; round++)
            {
                (double exactTraining, double exactPrediction) = Measure(Precision.Float32, train, test, Path.Combine(model, "float32"));
                (double roundedTraining, double roundedPrediction) = Measure(Precision.BFloat16, train, test, Path.Combine(model, "bfloat16"));
                training.Add(exactTraining / roundedTraining);
                prediction.Add(exactPrediction / roundedPrediction);
            }

            Print($"bfloat16 beside float32, median of {rounds}: training {Median(training):F2} times as fast, prediction {Median(prediction):F2}; ceiling of float32's product {MatrixCeiling.Measure():F0} GFLOP/s");
        }
        finally
        {
            Directory.Delete(model, recursive: true);
        }
    }

    /// <summary>Seconds of an epoch's steps, and of predicting the test part with the trained model.</summary>
    private static (double Training, double Prediction) Measure(Precision precision, LabeledTexts[] train, LabeledTexts[] test, string folder)
    {
        var options = new CorpusOptions(Sst2Definition.Task.Training) { Epochs = 1, Precision = precision, OutputFolder = folder };
        using TrainingOutcome outcome = TrainerRuntime.Train(Sst2Definition.Task, train, null, options);
        using ClassifierRuntime classifier = ClassifierRuntime.Load(Sst2Definition.Task, folder, new ClassifierOptions { Precision = precision });
        _ = classifier.Evaluate(test); // warms up
        var clock = Stopwatch.StartNew();
        var report = (SingleLabelReport)classifier.Evaluate(test);
        double predicting = clock.Elapsed.TotalSeconds, seconds = outcome.Report.Epochs[0].TrainingSeconds;
        Print($"  {precision}: {train.Length / seconds:F0} texts/s trained, {test.Length / predicting:F0} predicted; loss {outcome.Report.Epochs[0].TrainingLoss:F4}, accuracy {100 * report.Accuracy:F2}");
        return (seconds, predicting);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        Console.Out.Flush();
    }
}
