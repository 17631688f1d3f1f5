using CodegenBert.Data;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>What a training run makes small.</summary>
internal interface ITrainingLoss : IDisposable
{
    /// <summary>What rows say, as the loss reads it, on the device.</summary>
    /// <param name="rows">The rows' targets.</param>
    Tensor Targets(IEnumerable<RowTarget> rows);

    /// <summary>The mean loss of a batch, a scalar.</summary>
    /// <param name="logits">(B, logits)</param>
    /// <param name="targets">Of <see cref="Targets"/>.</param>
    Tensor Forward(Tensor logits, Tensor targets);
}
