using CodegenBert.Modeling;

namespace CodegenBert.Training;

/// <summary>Remembers the epoch with the lowest validation loss and its weights, and says when to stop waiting for a lower one.</summary>
internal sealed class BestEpoch : IDisposable
{
    private readonly WeightSnapshot? _weights;
    private readonly int? _patience;
    private EpochReport? _best;
    private EpochReport? _last;

    /// <summary>Begins a run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="keepWeights">Whether the best epoch's weights are kept.</param>
    /// <param name="patience">Epochs without a lower validation loss after which to stop; null never stops.</param>
    public BestEpoch(SequenceClassifier model, bool keepWeights, int? patience)
    {
        _weights = keepWeights ? new WeightSnapshot(model) : null;
        _patience = patience;
    }

    /// <summary>Whether it is time to stop: never without validation figures.</summary>
    public bool PatienceIsOver => _last?.Validation is not null && _last.Epoch - _best!.Epoch >= _patience;

    /// <summary>Takes note of an epoch that has ended, while the model has its weights.</summary>
    public void Note(EpochReport epoch)
    {
        _last = epoch;
        if (_best?.Validation is null || epoch.Validation!.Loss < _best.Validation.Loss)
        {
            _best = epoch;
            _weights?.Take();
        }
    }

    /// <summary>Gives the model the kept weights back.</summary>
    /// <returns>The number of the epoch whose weights the model has.</returns>
    public int Restore()
    {
        _weights?.Restore();
        return _weights is null ? _last!.Epoch : _best!.Epoch;
    }

    /// <inheritdoc />
    public void Dispose() => _weights?.Dispose();
}
