using CodegenBert.Data;

namespace CodegenBert.Evaluation;

/// <summary>Counts the rows of a task with a score.</summary>
internal sealed class RegressionAccumulator : EvaluationAccumulator
{
    /// <summary>Scores that a report holds: enough for a picture of them.</summary>
    private const int MostScores = 500;

    private readonly List<double> _actual = [];
    private readonly List<double> _predicted = [];

    /// <inheritdoc />
    public override void Add(RowTarget target, ReadOnlySpan<float> outputs) => Add(target.ScoreValue, outputs[0]);

    /// <summary>Counts a row.</summary>
    /// <param name="actual">The actual score.</param>
    /// <param name="predicted">The predicted score, not clipped.</param>
    public void Add(double actual, double predicted)
    {
        _actual.Add(actual);
        _predicted.Add(predicted);
        Count((predicted - actual) * (predicted - actual));
    }

    /// <inheritdoc />
    protected override RegressionReport Report(double meanLoss) => new()
    {
        Rows = Rows,
        Loss = meanLoss,
        MeanSquaredError = meanLoss,
        MeanAbsoluteError = _actual.Zip(_predicted, (actual, predicted) => Math.Abs(predicted - actual)).Average(),
        Pearson = Correlation.Pearson(_actual, _predicted),
        Spearman = Correlation.Spearman(_actual, _predicted),
        R2 = Rows < 2 ? null : Explained(meanLoss),
        Scores = Selection(),
    };

    private ScorePair[] Selection()
    {
        int count = Math.Min(Rows, MostScores);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * Rows / count)).Select(row => new ScorePair(_actual[row], _predicted[row]))];
    }

    private double Explained(double meanSquaredError)
    {
        double mean = _actual.Average(), variance = _actual.Average(value => (value - mean) * (value - mean));
        return variance > 0 ? 1 - (meanSquaredError / variance) : meanSquaredError == 0 ? 1 : 0;
    }
}
