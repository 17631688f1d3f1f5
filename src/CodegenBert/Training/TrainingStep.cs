using CodegenBert.Data;
using CodegenBert.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>What a step saw.</summary>
/// <param name="Loss">The batch's mean loss, before the update.</param>
/// <param name="GradientNorm">The norm of all gradients, before clipping.</param>
internal readonly record struct StepResult(double Loss, double GradientNorm);

/// <summary>One step of the optimiser: forward, loss, backward, clip, update. The same for a model that is trained whole and for one that reads stored representations.</summary>
internal sealed class TrainingStep(IModelInputs inputs, IReadOnlyList<RowTarget> targets, FusedAdamW optimizer, ITrainingLoss loss, Dropout dropout, double maxGradNorm, Func<int, string>? nameOfRow = null)
{
    // torch.nn.utils.clip_grad_norm_ divides by the norm plus this.
    private const double ClippingEpsilon = 1e-6;
    private readonly IReadOnlyList<Tensor> _parameters = optimizer.Parameters;

    /// <summary>Learns from a batch.</summary>
    /// <param name="rows">The batch's rows.</param>
    /// <param name="rateMultiplier">The schedule's share of the peak rates.</param>
    /// <exception cref="TrainingException">The loss or the gradient is not finite; nothing has been changed.</exception>
    public StepResult Run(IReadOnlyList<int> rows, double rateMultiplier)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor batchLoss, IReadOnlyList<Tensor> gradients) = Backward(rows);
        double value = batchLoss.item<float>(), norm = FusedAdamW.Norm(gradients);
        if (!double.IsFinite(value) || !double.IsFinite(norm))
        {
            throw new TrainingException(
                $"The loss is {value} and the gradient's norm {norm}: training cannot go on. Lower the learning rates, or look at these training rows: {string.Join(", ", rows.Take(10).Select(row => nameOfRow?.Invoke(row) ?? $"row {row + 1}"))}.");
        }

        double divisor = maxGradNorm > 0 && norm + ClippingEpsilon > maxGradNorm ? (norm + ClippingEpsilon) / maxGradNorm : 1;
        optimizer.Step(gradients, rateMultiplier, divisor);
        return new(value, norm);
    }

    /// <summary>The batch's mean loss and the gradients of the optimiser's parameters, in their order. They belong to the caller's scope.</summary>
    /// <param name="rows">The batch's rows.</param>
    public (Tensor Loss, IReadOnlyList<Tensor> Gradients) Backward(IReadOnlyList<int> rows)
    {
        Tensor batchTargets = loss.Targets(rows.Select(row => targets[row]));        // (B), or (B, labels)
        Tensor batchLoss = loss.Forward(inputs.Logits(rows, dropout), batchTargets); // ()
        return (batchLoss, [.. autograd.grad([batchLoss], [.. _parameters])]);
    }
}
