using System.Numerics;

namespace CodegenBert.Evaluation;

/// <summary>What can be said of the probabilities themselves: whether they are as often right as they say, how far they are off, and how well they rank.</summary>
/// <param name="classes">Number of classes.</param>
internal sealed class ProbabilityFigures(int classes)
{
    /// <summary>Probabilities that are kept for the ranking, 160 MB of them; where there are more it is not told.</summary>
    private const long MostKept = 20_000_000;

    private readonly ReliabilityBins _bins = new();
    private readonly List<double>?[] _kept = [.. Enumerable.Range(0, classes).Select(_ => (List<double>?)[])];
    private readonly List<int> _actual = [];
    private double _squares;
    private int _rows;

    /// <summary>Mean distance between a bin's accuracy and its mean top probability, weighted by rows; null without rows.</summary>
    public double? CalibrationError => _bins.CalibrationError;

    /// <summary>How often the most probable label is right, by its probability; none without rows.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability => _bins.ToList();

    /// <summary>Mean squared distance from the actual label's one-hot vector (Brier 1950); null without rows.</summary>
    public double? Brier => _rows == 0 ? null : _squares / _rows;

    /// <summary>Counts a row.</summary>
    public void Add<T>(int actual, int predicted, ReadOnlySpan<T> probabilities)
        where T : IBinaryFloatingPointIeee754<T>
    {
        _rows++;
        _actual.Add(actual);
        _bins.Add(double.CreateChecked(probabilities[predicted]), actual == predicted);
        bool keeps = (long)_rows * classes <= MostKept;
        for (int i = 0; i < classes; i++)
        {
            double probability = double.CreateChecked(probabilities[i]), distance = probability - (i == actual ? 1 : 0);
            _squares += distance * distance;
            _kept[i] = keeps ? _kept[i] : null;
            _kept[i]?.Add(probability);
        }
    }

    /// <summary>
    /// Area under the receiver operating characteristic, one class against the rest, their unweighted mean (scikit-learn's <c>roc_auc_score</c> with <c>ovr</c>); null where a class has no rows or
    /// all of them, and where there are too many probabilities to keep.
    /// </summary>
    public double? AreaUnderRoc()
    {
        double sum = 0;
        for (int label = 0; label < classes; label++)
        {
            if (_kept[label] is not { Count: > 0 } scores || AreaOf(label, scores) is not { } area)
            {
                return null;
            }

            sum += area;
        }

        return sum / classes;
    }

    /// <summary>The Mann-Whitney statistic by ranks, ties at their mean.</summary>
    private double? AreaOf(int label, List<double> scores)
    {
        double[] ranks = Correlation.Ranks(scores);
        long positives = _actual.Count(actual => actual == label), negatives = _rows - positives;
        double rankSum = _actual.Index().Where(row => row.Item == label).Sum(row => ranks[row.Index]);
        return positives == 0 || negatives == 0 ? null : (rankSum - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }
}
