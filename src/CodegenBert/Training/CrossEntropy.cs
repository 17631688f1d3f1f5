using CodegenBert.Data;
using CodegenBert.Modeling;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>
/// Cross-entropy with class weights and label smoothing, as PyTorch's <c>CrossEntropyLoss</c> defines them: the weighted mean over rows;
/// smoothing gives each class the share s / C of the target. A row's own weight multiplies that of its class.
/// </summary>
internal sealed class CrossEntropy : ITrainingLoss
{
    private readonly IReadOnlyList<float>? _classWeights;
    private readonly Tensor? _weights; // (C)
    private readonly double _smoothing;
    private readonly Device _device;

    /// <summary>Makes the loss.</summary>
    /// <param name="classWeights">A weight per class, or null.</param>
    /// <param name="labelSmoothing">0 to below 1.</param>
    /// <param name="device">Where logits live.</param>
    public CrossEntropy(IReadOnlyList<float>? classWeights, double labelSmoothing, Device device)
    {
        _classWeights = classWeights;
        _weights = classWeights is null ? null : tensor(classWeights.ToArray()).to(device).DetachFromDisposeScope();
        _smoothing = labelSmoothing;
        _device = device;
    }

    /// <summary>Indices of the classes. (B)</summary>
    public LossTargets Targets(IReadOnlyList<RowTarget> rows, IReadOnlyList<float>? rowWeights = null)
    {
        Tensor classes = tensor(rows.Select(row => (long)row.LabelIndex).ToArray()).to(_device);
        double weight = rows.Select((row, i) => WeightOf(row) * (rowWeights?[i] ?? 1)).Sum();
        return LossTargets.Of(classes, rowWeights, weight);
    }

    /// <inheritdoc />
    public double WeightOf(RowTarget row) => _classWeights?[row.LabelIndex] ?? 1;

    /// <inheritdoc />
    public Tensor RowLosses(Tensor logits, LossTargets targets)
    {
        Tensor logProbabilities = nn.functional.log_softmax(logits, 1);                           // (B, C)
        Tensor own = -logProbabilities.gather(1, targets.Values.unsqueeze(1)).squeeze(1);         // (B)
        Tensor rows = _weights is null ? own : own * _weights.index_select(0, targets.Values);    // (B)
        if (_smoothing > 0)
        {
            Tensor all = -(_weights is null ? logProbabilities : logProbabilities * _weights).sum(1); // (B)
            rows = rows.Times(1 - _smoothing).Plus(all.Times(_smoothing / logits.size(1)));           // (B)
        }

        return targets.RowWeights is null ? rows : rows * targets.RowWeights;
    }

    /// <inheritdoc />
    public void Dispose() => _weights?.Dispose();
}
