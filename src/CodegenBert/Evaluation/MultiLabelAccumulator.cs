using CodegenBert.Data;
using CodegenBert.Tasks;

namespace CodegenBert.Evaluation;

/// <summary>Counts the rows of a task with several labels.</summary>
/// <param name="labels">The task's labels.</param>
/// <param name="thresholds">The probability from which each is predicted, until others are given.</param>
internal sealed class MultiLabelAccumulator(LabelSet labels, IReadOnlyList<float> thresholds) : EvaluationAccumulator
{
    private readonly long[] _hits = new long[labels.Count];
    private readonly long[] _predicted = new long[labels.Count];
    private readonly long[] _actual = new long[labels.Count];
    private readonly List<RetrievalFigures> _rows = [];
    private readonly ReliabilityBins _bins = new();
    private IReadOnlyList<float> _thresholds = thresholds;
    private bool _decidedByOne = true;
    private int _exact;

    /// <inheritdoc />
    public override void Decide(DecisionRule rule)
    {
        _decidedByOne &= Rows == 0 || rule.Thresholds.SequenceEqual(_thresholds);
        _thresholds = rule.Thresholds;
    }

    /// <inheritdoc />
    public override void Add(RowTarget target, ReadOnlySpan<float> outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs.Length, labels.Count);
        double loss = 0;
        int hits = 0, predicted = 0, actual = target.LabelIndices.Count;
        for (int i = 0, next = 0; i < labels.Count; i++)
        {
            bool has = next < actual && target.LabelIndices[next] == i;
            float probability = Sigmoid.Of(outputs[i]);
            bool says = probability >= _thresholds[i];
            _bins.Add(probability, has);
            next += has ? 1 : 0;
            loss += Sigmoid.Loss(outputs[i], has);
            predicted += Note(_predicted, i, says);
            hits += Note(_hits, i, says && has);
            _ = Note(_actual, i, has);
        }

        _exact += hits == predicted && hits == actual ? 1 : 0;
        _rows.Add(RetrievalFigures.Of(hits, predicted, actual));
        Count(loss / labels.Count);
    }

    /// <inheritdoc />
    protected override MultiLabelReport Report(double meanLoss)
    {
        RetrievalFigures[] figures = [.. labels.Select((_, i) => RetrievalFigures.Of(_hits[i], _predicted[i], _actual[i]))];
        long hits = _hits.Sum(), predicted = _predicted.Sum(), actual = _actual.Sum();
        return new()
        {
            Rows = Rows,
            Loss = meanLoss,
            SubsetAccuracy = (double)_exact / Rows,
            SubsetAccuracyInterval = ConfidenceInterval.Wilson(_exact, Rows),
            HammingLoss = (double)(predicted + actual - (2 * hits)) / ((long)Rows * labels.Count),
            Micro = RetrievalFigures.Of(hits, predicted, actual),
            Macro = RetrievalFigures.Mean(figures),
            Samples = RetrievalFigures.Mean(_rows),
            Classes = [.. figures.Select((one, i) => new ClassReport(labels[i].Text, one.Precision, one.Recall, one.F1, (int)_actual[i]))],
            Thresholds = _decidedByOne ? [.. _thresholds] : [],
            Reliability = _bins.ToList(),
        };
    }

    private static int Note(long[] counts, int label, bool holds)
    {
        counts[label] += holds ? 1 : 0;
        return holds ? 1 : 0;
    }
}
