using CodegenBert.Data;
using CodegenBert.Modeling;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>Mean squared error of raw scores, as PyTorch's <c>MSELoss</c> and transformers' regression have it, weighted by row.</summary>
internal sealed class SquaredError(Device device) : ITrainingLoss
{
    /// <summary>The scores. (B)</summary>
    public LossTargets Targets(IReadOnlyList<RowTarget> rows, IReadOnlyList<float>? rowWeights = null) =>
        LossTargets.Of(tensor(rows.Select(row => row.ScoreValue).ToArray()).to(device), rowWeights, rowWeights?.Sum(row => (double)row) ?? rows.Count);

    /// <inheritdoc />
    public Tensor RowLosses(Tensor logits, LossTargets targets)
    {
        Tensor errors = logits.squeeze(1) - targets.Values; // (B)
        Tensor rows = errors * errors;                      // (B)
        return targets.RowWeights is null ? rows : rows * targets.RowWeights;
    }

    /// <summary>Nothing is owned.</summary>
    public void Dispose()
    {
    }
}
