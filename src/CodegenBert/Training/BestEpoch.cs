using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>Remembers the epoch whose validation rows have the best value of a metric, and its weights; and says when to stop waiting for a better one.</summary>
internal sealed class BestEpoch : IDisposable
{
    private readonly WeightSnapshot? _weights;
    private readonly ValidationMetric _metric;
    private readonly double _leastChange;
    private readonly int? _patience;
    private (int Epoch, double Value)? _best;
    private (int Epoch, double Value)? _reference;
    private int _last;

    /// <summary>Begins a run.</summary>
    /// <param name="parameters">What the run trains.</param>
    /// <param name="keepWeights">Whether the best epoch's weights are kept.</param>
    /// <param name="recipe">Metric, patience and least change.</param>
    public BestEpoch(IEnumerable<ModelParameter> parameters, bool keepWeights, Recipe recipe)
    {
        _weights = keepWeights ? new WeightSnapshot(parameters) : null;
        (_metric, _leastChange, _patience) = (recipe.BestBy, recipe.LeastChange, recipe.EarlyStopping);
    }

    /// <summary>Whether it is time to stop: patience epochs have gone by in which the metric did not improve by the least change. Never without validation figures.</summary>
    public bool PatienceIsOver => _reference is { } reference && _last - reference.Epoch >= _patience;

    /// <summary>The kept weights by the parameters' names; empty where none are kept or no epoch has ended.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Weights => _best is null ? [] : _weights?.Values ?? [];

    /// <summary>Waits anew, as at the beginning of a phase; the best epoch so far remains.</summary>
    public void BeginPhase() => _reference = null;

    /// <summary>Takes note of an epoch that has ended, while the model has its weights.</summary>
    /// <param name="epoch">The epoch.</param>
    public void Note(EpochReport epoch) => Note(epoch, static weights => weights.Take());

    /// <summary>Takes note of an epoch of an interrupted run.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="saved">The weights that were kept last, by name.</param>
    public void Recall(EpochReport epoch, IReadOnlyDictionary<string, Tensor> saved) => Note(epoch, weights => weights.Take(saved));

    /// <summary>Gives the model the kept weights back.</summary>
    /// <returns>The number of the epoch whose weights the model has.</returns>
    public int Restore()
    {
        if (_weights is null || _best is null)
        {
            return _last;
        }

        _weights.Restore();
        return _best.Value.Epoch;
    }

    /// <inheritdoc />
    public void Dispose() => _weights?.Dispose();

    private void Note(EpochReport epoch, Action<WeightSnapshot> take)
    {
        _last = epoch.Epoch;
        if (epoch.Validation is null)
        {
            return;
        }

        double value = MetricReading.Value(epoch.Validation, _metric);
        if (_best is null || MetricReading.Gain(_metric, value, _best.Value.Value) > 0)
        {
            _best = (epoch.Epoch, value);
            if (_weights is not null)
            {
                take(_weights);
            }
        }

        // The first epoch always counts as better; an undefined value is the worst and so is never far enough below another.
        if (_reference is null || MetricReading.Gain(_metric, value, _reference.Value.Value) > _leastChange)
        {
            _reference = (epoch.Epoch, value);
        }
    }
}
