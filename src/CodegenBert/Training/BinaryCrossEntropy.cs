using CodegenBert.Data;
using CodegenBert.Modeling;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>
/// Binary cross-entropy of several labels, as PyTorch's <c>BCEWithLogitsLoss</c> with <c>pos_weight</c> defines it: the mean over rows and labels, weighted by row.
/// Smoothing by s makes a target y into y (1 - s) + s / 2, as Keras has it.
/// </summary>
internal sealed class BinaryCrossEntropy : ITrainingLoss
{
    private readonly Tensor? _positiveWeights; // (C)
    private readonly int _labelCount;
    private readonly double _smoothing;
    private readonly Device _device;

    /// <summary>Makes the loss.</summary>
    /// <param name="labelCount">Number of labels.</param>
    /// <param name="positiveWeights">How much the presence of each label weighs, or null.</param>
    /// <param name="labelSmoothing">0 to below 1.</param>
    /// <param name="device">Where logits live.</param>
    public BinaryCrossEntropy(int labelCount, IReadOnlyList<float>? positiveWeights, double labelSmoothing, Device device)
    {
        _positiveWeights = positiveWeights is null ? null : tensor(positiveWeights.ToArray()).to(device).DetachFromDisposeScope();
        (_labelCount, _smoothing, _device) = (labelCount, labelSmoothing, device);
    }

    /// <summary>1 for a label that the row has, else 0. (B, C)</summary>
    public LossTargets Targets(IReadOnlyList<RowTarget> rows, IReadOnlyList<float>? rowWeights = null)
    {
        float[] flags = new float[rows.Count * _labelCount];
        for (int i = 0; i < rows.Count; i++)
        {
            foreach (int label in rows[i].LabelIndices)
            {
                flags[(i * _labelCount) + label] = 1;
            }
        }

        double weight = rowWeights?.Sum(row => (double)row) ?? rows.Count;
        return LossTargets.Of(tensor(flags, rows.Count, _labelCount).to(_device), rowWeights, weight);
    }

    /// <inheritdoc />
    public Tensor RowLosses(Tensor logits, LossTargets targets)
    {
        Tensor flags = targets.Values;                                                               // (B, C)
        Tensor wanted = _smoothing == 0 ? flags : flags.Times(1 - _smoothing).Plus(_smoothing / 2);   // (B, C)
        Tensor present = wanted * nn.functional.logsigmoid(logits);                                  // (B, C)
        Tensor absent = (-wanted).Plus(1) * nn.functional.logsigmoid(-logits);                       // (B, C)
        Tensor rows = -(_positiveWeights is null ? present : present * _positiveWeights).Plus(absent).mean([1]); // (B)
        return targets.RowWeights is null ? rows : rows * targets.RowWeights;
    }

    /// <inheritdoc />
    public void Dispose() => _positiveWeights?.Dispose();
}
