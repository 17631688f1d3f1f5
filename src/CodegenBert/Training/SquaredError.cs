using CodegenBert.Data;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>Mean squared error of the raw score, as PyTorch's <c>MSELoss</c>.</summary>
/// <param name="device">Where logits live.</param>
internal sealed class SquaredError(Device device) : ITrainingLoss
{
    /// <summary>The scores. (B)</summary>
    public Tensor Targets(IEnumerable<RowTarget> rows) => tensor(rows.Select(row => row.ScoreValue).ToArray()).to(device);

    /// <summary>The mean loss of a batch, a scalar.</summary>
    /// <param name="logits">(B, 1)</param>
    /// <param name="targets">(B)</param>
    public Tensor Forward(Tensor logits, Tensor targets) => (logits.squeeze(1) - targets).square().mean();

    /// <summary>Nothing is owned.</summary>
    public void Dispose()
    {
    }
}
