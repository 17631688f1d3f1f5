using System.Numerics;
using CodegenBert.Data;
using CodegenBert.Tasks;

namespace CodegenBert.Evaluation;

/// <summary>Counts the rows of a task with one label.</summary>
/// <param name="labels">The task's labels: all of them are in the report, those without rows too.</param>
/// <param name="abstainBelow">The probability below which nothing is decided; null decides always. Only <see cref="SingleLabelReport.Abstention"/> depends on it.</param>
internal sealed class SingleLabelAccumulator(LabelSet labels, float? abstainBelow = null) : EvaluationAccumulator
{
    private readonly ProbabilityFigures _probabilities = new(labels.Count);
    private readonly SelectiveFigures _selective = new();
    private readonly int[][] _confusion = [.. labels.Select(_ => new int[labels.Count])];

    /// <inheritdoc />
    public override void Add(RowTarget target, ReadOnlySpan<float> outputs) => Add(target.LabelIndex, outputs);

    /// <summary>Counts a row by its probabilities: the first of the most probable labels is predicted, the loss is -ln p of the actual one.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="actual">The actual label's index.</param>
    /// <param name="probabilities">One for each label.</param>
    public void Add<T>(int actual, ReadOnlySpan<T> probabilities)
        where T : IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, labels.Count);
        int predicted = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            predicted = probabilities[i] > probabilities[predicted] ? i : predicted;
        }

        _probabilities.Add(actual, predicted, probabilities);
        _selective.Add(double.CreateChecked(probabilities[predicted]), actual == predicted);

        // A probability that float has rounded to 0 would make the mean infinite: it counts as float's smallest.
        double probability = Math.Max(double.CreateChecked(probabilities[actual]), float.Epsilon);
        Add(actual, predicted, -Math.Log(probability));
    }

    /// <summary>Counts a row.</summary>
    /// <param name="actual">The actual label's index.</param>
    /// <param name="predicted">The predicted label's index.</param>
    /// <param name="loss">The row's cross-entropy in nats.</param>
    public void Add(int actual, int predicted, double loss)
    {
        _confusion[actual][predicted]++;
        Count(loss);
    }

    /// <inheritdoc />
    protected override SingleLabelReport Report(double meanLoss)
    {
        ConfusionCounts counts = new(_confusion);
        ClassReport[] classes = [.. labels.Select((label, index) => counts.Class(index, label.Text))];
        (IReadOnlyList<CoveragePoint> Points, double Area)? curve = _selective.Curve();
        return new()
        {
            Rows = Rows,
            Loss = meanLoss,
            Accuracy = (double)counts.Correct / Rows,
            AccuracyInterval = ConfidenceInterval.Wilson(counts.Correct, Rows),
            BalancedAccuracy = classes.Where(one => one.Support > 0).Average(one => one.Recall),
            Matthews = counts.Matthews(),
            Kappa = counts.Kappa(),
            MacroPrecision = classes.Average(one => one.Precision),
            MacroRecall = classes.Average(one => one.Recall),
            MacroF1 = classes.Average(one => one.F1),
            WeightedF1 = classes.Sum(one => one.F1 * one.Support) / Rows,
            CalibrationError = _probabilities.CalibrationError,
            Brier = _probabilities.Brier,
            Reliability = _probabilities.Reliability,
            AreaUnderRoc = _probabilities.AreaUnderRoc(),
            AreaUnderRiskCoverage = curve?.Area,
            Coverage = curve?.Points,
            Abstention = curve is not null && abstainBelow is { } below ? _selective.At(below) : null,
            Classes = classes,
            Confusion = [.. _confusion.Select(row => (IReadOnlyList<int>)[.. row])],
        };
    }
}
