using CodegenBert.Data;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>
/// Binary cross-entropy of several labels, as PyTorch's <c>BCEWithLogitsLoss</c> with <c>pos_weight</c> defines it: the mean over rows and labels.
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
    public Tensor Targets(IEnumerable<RowTarget> rows)
    {
        RowTarget[] batch = [.. rows];
        float[] flags = new float[batch.Length * _labelCount];
        for (int i = 0; i < batch.Length; i++)
        {
            foreach (int label in batch[i].LabelIndices)
            {
                flags[(i * _labelCount) + label] = 1;
            }
        }

        return tensor(flags, batch.Length, _labelCount).to(_device);
    }

    /// <summary>The mean loss of a batch, a scalar.</summary>
    /// <param name="logits">(B, C)</param>
    /// <param name="targets">(B, C)</param>
    public Tensor Forward(Tensor logits, Tensor targets)
    {
        Tensor wanted = _smoothing == 0 ? targets : (targets * (1 - _smoothing)) + (_smoothing / 2); // (B, C)
        Tensor present = wanted * nn.functional.logsigmoid(logits);                                  // (B, C)
        Tensor absent = (1 - wanted) * nn.functional.logsigmoid(-logits);                            // (B, C)
        return -((_positiveWeights is null ? present : present * _positiveWeights) + absent).mean();
    }

    /// <inheritdoc />
    public void Dispose() => _positiveWeights?.Dispose();
}
