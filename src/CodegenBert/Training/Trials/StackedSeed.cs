using CodegenBert.Modeling;

namespace CodegenBert.Training.Trials;

/// <summary>One of several runs that are made in one pass: its head, its epochs and the best of them.</summary>
/// <param name="seed">Of order and dropout.</param>
/// <param name="head">Its head; it belongs to the caller.</param>
/// <param name="keepBestEpoch">Whether the best epoch's weights are kept.</param>
/// <param name="recipe">Metric, patience and least change.</param>
internal sealed class StackedSeed(int seed, ParameterSet head, bool keepBestEpoch, Recipe recipe) : IDisposable
{
    private readonly List<EpochReport> _epochs = [];
    private double _lossSum, _weightSum;

    /// <summary>The seed.</summary>
    public int Seed => seed;

    /// <summary>The head, with its weights as they were when the last epoch ended.</summary>
    public ParameterSet Head => head;

    /// <summary>The best epoch so far.</summary>
    public BestEpoch Best { get; } = new(head.All, keepBestEpoch, recipe);

    /// <summary>Steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Mean loss of the epoch so far.</summary>
    public double MeanLoss => _lossSum / _weightSum;

    /// <summary>A step has been made.</summary>
    public void Count(StepResult step)
    {
        Steps++;
        _lossSum += step.Loss * step.Weight;
        _weightSum += step.Weight;
    }

    /// <summary>An epoch has ended, and the head has its weights.</summary>
    public void Note(EpochReport epoch)
    {
        _epochs.Add(epoch);
        (_lossSum, _weightSum) = (0, 0);
        Best.Note(epoch);
    }

    /// <summary>Gives the head the best epoch's weights, and says what happened.</summary>
    public TrainingReport End(EncodedRows train) => new()
    {
        Epochs = _epochs,
        BestEpoch = Best.Restore(),
        StoppedEarly = _epochs.Count < recipe.Epochs,
        Steps = Steps,
        TrainingRows = train.Inputs.Count,
        TruncatedRows = train.TruncatedRows,
        Seconds = _epochs.Sum(epoch => epoch.Seconds),
    };

    /// <inheritdoc />
    public void Dispose() => Best.Dispose();
}
