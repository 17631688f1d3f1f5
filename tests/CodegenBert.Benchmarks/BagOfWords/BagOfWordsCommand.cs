using System.CommandLine;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;

namespace CodegenBert.Benchmarks.BagOfWords;

/// <summary>
/// <c>bag-of-words</c>: the majority's accuracy and that of a logistic regression on words and pairs of words (Microsoft.ML), for the sample tasks.
/// A pair's texts are two bags. The regularisation is chosen on the validation part; the test part is scored once.
/// </summary>
internal sealed class BagOfWordsCommand : Command
{
    private static readonly float[] Regularizations = [0.001f, 0.01f, 0.1f, 1f];
    private readonly Option<string> _data = new("--data") { Description = "The folder with the sample tasks' data.", DefaultValueFactory = _ => Path.Combine("src", "CodegenBert.Samples", "data") };

    public BagOfWordsCommand()
        : base("bag-of-words", "The sample tasks' majority and bag-of-words baselines.")
    {
        Options.Add(_data);
        SetAction(arguments => Run(arguments.GetRequiredValue(_data)));
    }

    private static void Run(string data)
    {
        Console.WriteLine($"{"task",-16} {"majority",9} {"bag of words",13}");
        foreach (string folder in Directory.GetDirectories(data).Order(StringComparer.Ordinal))
        {
            Row[] train = Row.Read(Path.Combine(folder, "train.tsv")), validation = Row.Read(Path.Combine(folder, "validation.tsv")), test = Row.Read(Path.Combine(folder, "test.tsv"));
            string majority = train.CountBy(row => row.Label).MaxBy(pair => pair.Value).Key;
            float best = Regularizations.MaxBy(l2 => Accuracy(train, validation, l2));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(folder),-16} {100.0 * test.Count(row => row.Label == majority) / test.Length,8:F1}% {100 * Accuracy(train, test, best),12:F1}%"));
        }
    }

    private static double Accuracy(Row[] train, Row[] scored, float l2)
    {
        var context = new MLContext(seed: 1);
        var words = new TextFeaturizingEstimator.Options
        {
            WordFeatureExtractor = new WordBagEstimator.Options { NgramLength = 2, UseAllLengths = true, Weighting = NgramExtractingEstimator.WeightingCriteria.TfIdf },
            CharFeatureExtractor = null,
            KeepPunctuations = false,
        };
        string[] texts = train[0].Second.Length > 0 ? [nameof(Row.First), nameof(Row.Second)] : [nameof(Row.First)];
        var bags = new EstimatorChain<ITransformer>();
        foreach (string text in texts)
        {
            bags = bags.Append(context.Transforms.Text.FeaturizeText($"{text}Words", words, text));
        }

        var pipeline = bags.Append(context.Transforms.Concatenate("Features", [.. texts.Select(text => $"{text}Words")]))
            .Append(context.Transforms.Conversion.MapValueToKey("Label", nameof(Row.Label)))
            .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l2Regularization: l2, l1Regularization: 0))
            .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var model = pipeline.Fit(context.Data.LoadFromEnumerable(train));
        IDataView predictions = model.Transform(context.Data.LoadFromEnumerable(scored));
        return predictions.GetColumn<string>("PredictedLabel").Zip(scored).Count(pair => pair.First == pair.Second.Label) / (double)scored.Length;
    }

    private sealed class Row
    {
        public required string First { get; init; }

        public required string Second { get; init; }

        public required string Label { get; init; }

        /// <summary>The sample files: one or two texts, then the label.</summary>
        public static Row[] Read(string path) =>
        [
            .. from line in File.ReadLines(path).Skip(1)
               let cells = line.Split('\t')
               select new Row { First = cells[0], Second = cells.Length == 3 ? cells[1] : "", Label = cells[^1] },
        ];
    }
}
