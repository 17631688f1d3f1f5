using System.Numerics;
using CodegenBert.Tasks;

namespace CodegenBert.Evaluation;

/// <summary>Counts rows one by one and gives the report over all of them.</summary>
/// <param name="labels">The task's labels: all of them are in the report, those without rows too.</param>
internal sealed class EvaluationAccumulator(LabelSet labels)
{
    private readonly int[][] _confusion = [.. labels.Select(_ => new int[labels.Count])];
    private double _loss;
    private int _truncated;

    /// <summary>Rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Counts a row by its probabilities: the first of the most probable labels is predicted, the loss is -ln p of the actual one.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="actual">The actual label's index.</param>
    /// <param name="probabilities">One for each label.</param>
    /// <param name="truncated">Whether the row was cut to <c>max_length</c>.</param>
    public void Add<T>(int actual, ReadOnlySpan<T> probabilities, bool truncated = false)
        where T : IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, labels.Count);
        int predicted = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            predicted = probabilities[i] > probabilities[predicted] ? i : predicted;
        }

        // A probability that float has rounded to 0 would make the mean infinite: it counts as float's smallest.
        double probability = Math.Max(double.CreateChecked(probabilities[actual]), float.Epsilon);
        Add(actual, predicted, -Math.Log(probability), truncated);
    }

    /// <summary>Counts a row.</summary>
    /// <param name="actual">The actual label's index.</param>
    /// <param name="predicted">The predicted label's index.</param>
    /// <param name="loss">The row's cross-entropy in nats.</param>
    /// <param name="truncated">Whether the row was cut to <c>max_length</c>.</param>
    public void Add(int actual, int predicted, double loss, bool truncated = false)
    {
        _confusion[actual][predicted]++;
        _loss += loss;
        _truncated += truncated ? 1 : 0;
        Rows++;
    }

    /// <summary>The report over the rows so far.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public EvaluationReport ToReport()
    {
        if (Rows == 0)
        {
            throw new InvalidOperationException("There is no row to score.");
        }

        ConfusionCounts counts = new(_confusion);
        ClassReport[] classes = [.. labels.Select((label, index) => counts.Class(index, label.Text))];
        return new()
        {
            Rows = Rows,
            Loss = _loss / Rows,
            Accuracy = (double)counts.Correct / Rows,
            AccuracyInterval = ConfidenceInterval.Wilson(counts.Correct, Rows),
            BalancedAccuracy = classes.Where(one => one.Support > 0).Average(one => one.Recall),
            Matthews = counts.Matthews(),
            Kappa = counts.Kappa(),
            MacroPrecision = classes.Average(one => one.Precision),
            MacroRecall = classes.Average(one => one.Recall),
            MacroF1 = classes.Average(one => one.F1),
            WeightedF1 = classes.Sum(one => one.F1 * one.Support) / Rows,
            Classes = classes,
            Confusion = [.. _confusion.Select(row => (IReadOnlyList<int>)[.. row])],
            TruncatedRows = _truncated,
        };
    }
}
