using CodegenBert.Data;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>
/// Cross-entropy with class weights and label smoothing, as PyTorch's <c>CrossEntropyLoss</c> defines them: the weighted mean over rows;
/// smoothing gives each class the share s / C of the target.
/// </summary>
internal sealed class CrossEntropy : ITrainingLoss
{
    private readonly Tensor? _classWeights; // (C)
    private readonly double _smoothing;
    private readonly Device _device;

    /// <summary>Makes the loss.</summary>
    /// <param name="classWeights">A weight per class, or null.</param>
    /// <param name="labelSmoothing">0 to below 1.</param>
    /// <param name="device">Where logits live.</param>
    public CrossEntropy(IReadOnlyList<float>? classWeights, double labelSmoothing, Device device)
    {
        _classWeights = classWeights is null ? null : tensor(classWeights.ToArray()).to(device).DetachFromDisposeScope();
        _smoothing = labelSmoothing;
        _device = device;
    }

    /// <summary>Indices of the classes. (B)</summary>
    public Tensor Targets(IEnumerable<RowTarget> rows) => tensor(rows.Select(row => (long)row.LabelIndex).ToArray()).to(_device);

    /// <summary>The mean loss of a batch, a scalar.</summary>
    /// <param name="logits">(B, C)</param>
    /// <param name="labels">Indices of the classes. (B)</param>
    public Tensor Forward(Tensor logits, Tensor labels)
    {
        Tensor logProbabilities = nn.functional.log_softmax(logits, 1);                        // (B, C)
        Tensor own = -logProbabilities.gather(1, labels.unsqueeze(1)).squeeze(1);              // (B)
        Tensor? rowWeights = _classWeights?.index_select(0, labels);                           // (B)
        Tensor loss = WeightedMean(own, rowWeights);
        if (_smoothing == 0)
        {
            return loss;
        }

        Tensor all = _classWeights is null ? -logProbabilities : -logProbabilities * _classWeights; // (B, C)
        Tensor weightSum = rowWeights?.sum() ?? tensor((float)logits.size(0)).to(logits.device);
        return (loss * (1 - _smoothing)) + (all.sum() / weightSum * (_smoothing / logits.size(1)));
    }

    /// <inheritdoc />
    public void Dispose() => _classWeights?.Dispose();

    private static Tensor WeightedMean(Tensor rows, Tensor? weights) =>
        weights is null ? rows.mean() : (rows * weights).sum() / weights.sum();
}
