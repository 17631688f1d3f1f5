using System.Text.Json;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Evaluation;

/// <summary>The figures of scikit-learn 1.9.1 in <c>conformance/metrics/metrics.json</c>.</summary>
public sealed class ConformanceTests
{
    private const double Tolerance = 1e-9;

    private static readonly JsonElement Kit = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(Tests.Kit.Folder, "metrics", "metrics.json"))).RootElement;

    public static TheoryData<string> Cases => [.. Kit.GetProperty("classification").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Classification_figures_equal_scikit_learn(string name)
    {
        JsonElement expected = Kit.GetProperty("classification").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        SingleLabelAccumulator accumulator = new(Labels(expected.GetProperty("classes").GetInt32()));
        foreach ((int actual, int predicted) in Integers(expected, "actual").Zip(Integers(expected, "predicted")))
        {
            accumulator.Add(actual, predicted, loss: 0);
        }

        var report = (SingleLabelReport)accumulator.ToReport(truncatedRows: 0);

        Close(expected, "accuracy", report.Accuracy);
        Close(expected, "balanced_accuracy_over_present", report.BalancedAccuracy);
        Close(expected, "matthews", report.Matthews);
        Close(expected, "kappa", report.Kappa);
        Close(expected, "macro_f1", report.MacroF1);
        Close(expected, "weighted_f1", report.WeightedF1);
        Close(expected, "micro_f1", report.Accuracy);
        Close(expected, "precision", report.Classes.Select(one => one.Precision));
        Close(expected, "recall", report.Classes.Select(one => one.Recall));
        Close(expected, "f1", report.Classes.Select(one => one.F1));
        Assert.Equal(report.Classes.Average(one => one.Precision), report.MacroPrecision, Tolerance);
        Assert.Equal(report.Classes.Average(one => one.Recall), report.MacroRecall, Tolerance);
        Assert.Equal(Integers(expected, "support"), report.Classes.Select(one => one.Support));
        Assert.Equal(expected.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32())), report.Confusion);
    }

    [Fact]
    public void Figures_of_probabilities_equal_scikit_learn()
    {
        JsonElement expected = Kit.GetProperty("probabilities");
        double[][] probabilities = [.. expected.GetProperty("probabilities").EnumerateArray().Select(row => Numbers(row).ToArray())];
        SingleLabelAccumulator accumulator = new(Labels(probabilities[0].Length));
        foreach ((int actual, double[] row) in Integers(expected, "actual").Zip(probabilities))
        {
            accumulator.Add<double>(actual, row);
        }

        var report = (SingleLabelReport)accumulator.ToReport(truncatedRows: 0);
        Close(expected, "log_loss", report.Loss);
        Close(expected, "expected_calibration_error_15_bins", report.CalibrationError);
        Close(expected, "brier_multiclass", report.Brier);
        Close(expected, "auroc_ovr_macro", report.AreaUnderRoc);
    }

    public static TheoryData<string> RegressionCases => [.. Kit.GetProperty("regression").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(RegressionCases))]
    public void Regression_figures_equal_SciPy_and_scikit_learn(string name)
    {
        JsonElement expected = Kit.GetProperty("regression").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        RegressionAccumulator accumulator = new();
        foreach ((double actual, double predicted) in Numbers(expected.GetProperty("actual")).Zip(Numbers(expected.GetProperty("predicted"))))
        {
            accumulator.Add(actual, predicted);
        }

        var report = (RegressionReport)accumulator.ToReport(truncatedRows: 0);

        Close(expected, "pearson", report.Pearson);
        Close(expected, "spearman", report.Spearman);
        Close(expected, "mean_squared_error", report.MeanSquaredError);
        Close(expected, "mean_squared_error", report.Loss);
        Close(expected, "mean_absolute_error", report.MeanAbsoluteError);
        Close(expected, "r2", report.R2);
    }

    [Fact]
    public void Figures_of_several_labels_equal_scikit_learn()
    {
        JsonElement expected = Kit.GetProperty("multi_label");
        double[][] scores = [.. expected.GetProperty("scores").EnumerateArray().Select(row => Numbers(row).ToArray())];
        float threshold = expected.GetProperty("threshold").GetSingle();
        MultiLabelAccumulator accumulator = new(Labels(scores[0].Length), [.. scores[0].Select(_ => threshold)]);
        foreach ((JsonElement actual, double[] row) in expected.GetProperty("actual").EnumerateArray().Zip(scores))
        {
            RowTarget target = RowTarget.Labels([.. actual.EnumerateArray().Index().Where(flag => flag.Item.GetInt32() == 1).Select(flag => flag.Index)]);
            accumulator.Add(target, [.. row.Select(probability => (float)Math.Log(probability / (1 - probability)))]);
        }

        var report = (MultiLabelReport)accumulator.ToReport(truncatedRows: 0);

        Close(expected, "subset_accuracy", report.SubsetAccuracy);
        Close(expected, "hamming_loss", report.HammingLoss);
        Close(expected, "micro_f1", report.Micro.F1);
        Close(expected, "macro_f1", report.Macro.F1);
        Close(expected, "f1", report.Classes.Select(one => one.F1));
    }

    private static LabelSet Labels(int count) => new(Enumerable.Range(0, count).Select(i => new LabelDefinition($"C{i}", $"c{i}")));

    private static IEnumerable<int> Integers(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(one => one.GetInt32());

    private static IEnumerable<double> Numbers(JsonElement array) => array.EnumerateArray().Select(one => one.GetDouble());

    private static void Close(JsonElement expected, string name, double? actual)
    {
        double? known = expected.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
        KitTable.Within("metrics", known.HasValue == actual.HasValue ? Math.Abs((known ?? 0) - (actual ?? 0)) : double.NaN, Tolerance);
    }

    private static void Close(JsonElement expected, string name, IEnumerable<double> actual) =>
        Assert.All(Numbers(expected.GetProperty(name)).Zip(actual), pair => KitTable.Within("metrics", Math.Abs(pair.First - pair.Second), Tolerance));
}
