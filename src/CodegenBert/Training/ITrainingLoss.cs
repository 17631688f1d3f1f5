using CodegenBert.Data;
using CodegenBert.Modeling;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>What the rows of a batch say, as the loss reads it.</summary>
/// <param name="Values">Their targets; the shape is the loss's own.</param>
/// <param name="RowWeights">How much each row weighs. (B), or null where all weigh 1.</param>
/// <param name="Weight">What the batch adds to the divisor of the mean: for a plain mean its number of rows.</param>
internal sealed record LossTargets(Tensor Values, Tensor? RowWeights, double Weight)
{
    /// <summary>Targets of rows whose weights lie in memory.</summary>
    public static LossTargets Of(Tensor values, IReadOnlyList<float>? rowWeights, double weight) =>
        new(values, rowWeights is null ? null : tensor(rowWeights.ToArray()).to(values.device), weight);
}

/// <summary>
/// The loss that training minimises, a weighted mean over rows. Sum and divisor are apart, so that a mean over several batches, whose gradient is computed batch by
/// batch, is the mean over all of their rows.
/// </summary>
internal interface ITrainingLoss : IDisposable
{
    /// <summary>What the rows say. The tensors belong to the caller's scope.</summary>
    /// <param name="rows">The batch's rows.</param>
    /// <param name="rowWeights">How much each weighs, 0 or more; null where all weigh 1.</param>
    LossTargets Targets(IReadOnlyList<RowTarget> rows, IReadOnlyList<float>? rowWeights = null);

    /// <summary>What a row of that target adds to <see cref="LossTargets.Weight"/> where its own weight is 1.</summary>
    /// <param name="row">What the row says.</param>
    double WeightOf(RowTarget row) => 1;

    /// <summary>Each row's loss times its weight. (B)</summary>
    /// <param name="logits">(B, logits)</param>
    /// <param name="targets">Of <see cref="Targets"/>.</param>
    Tensor RowLosses(Tensor logits, LossTargets targets);

    /// <summary>The batch's weighted sum, divided; a scalar.</summary>
    /// <param name="logits">(B, logits)</param>
    /// <param name="targets">Of <see cref="Targets"/>.</param>
    /// <param name="divisor">The sum of the weights of all batches that the mean is over: <see cref="LossTargets.Weight"/> for this batch alone.</param>
    Tensor Forward(Tensor logits, LossTargets targets, double divisor) => RowLosses(logits, targets).sum().DividedBy(divisor);
}
