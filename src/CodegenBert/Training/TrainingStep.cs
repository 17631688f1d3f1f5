using System.Globalization;
using CodegenBert.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>What a step saw.</summary>
/// <param name="Loss">The mean loss over the step's rows, before the update.</param>
/// <param name="Weight">What the mean was divided by: the sum of the rows' weights.</param>
/// <param name="GradientNorm">The norm of all gradients, before clipping.</param>
internal readonly record struct StepResult(double Loss, double Weight, double GradientNorm);

/// <summary>
/// One step of the optimiser: forward, loss, backward, clip, update. The same for a model that is trained whole and for one that reads stored representations.
/// Of several batches the gradients are added up (gradient accumulation); each batch's activations are gone before the next one's are made.
/// </summary>
internal sealed class TrainingStep(IModelInputs inputs, EncodedRows data, FusedAdamW optimizer, ITrainingLoss loss, Dropout dropout, double maxGradNorm)
{
    // torch.nn.utils.clip_grad_norm_ divides by the norm plus this.
    private const double ClippingEpsilon = 1e-6;
    private const int MostNamed = 10;
    private readonly Tensor[] _parameters = [.. optimizer.Parameters];

    /// <summary>Learns from batches.</summary>
    /// <param name="batches">The rows of each; one batch, or those whose gradients are accumulated.</param>
    /// <param name="rateMultiplier">The schedule's share of the peak rates.</param>
    /// <exception cref="NonFiniteLossException">The loss or the gradient is not finite; nothing has been changed.</exception>
    public StepResult Run(IReadOnlyList<int[]> batches, double rateMultiplier)
    {
        using DisposeScope scope = NewDisposeScope();
        (double value, double weight, IReadOnlyList<Tensor> gradients) = Backward(batches);
        if (weight == 0)
        {
            return new(0, 0, 0); // no row counts: there is nothing to learn, and no mean
        }

        double norm = FusedAdamW.Norm(gradients);
        if (!double.IsFinite(value) || !double.IsFinite(norm))
        {
            throw new NonFiniteLossException(string.Create(
                CultureInfo.InvariantCulture,
                $"The loss is {value} and the gradient's norm {norm}: training cannot go on. Lower the learning rates, use float32 where bfloat16 was asked for, or look at these training rows: {NameRows(batches)}."));
        }

        optimizer.Step(gradients, rateMultiplier, ClippingDivisor(norm, maxGradNorm));
        return new(value, weight, norm);
    }

    /// <summary>What gradients of a norm are divided by so that it is at most the allowed one.</summary>
    /// <param name="norm">Of all gradients together.</param>
    /// <param name="maxGradNorm">The allowed norm; 0 for any.</param>
    public static double ClippingDivisor(double norm, double maxGradNorm) =>
        maxGradNorm > 0 && norm + ClippingEpsilon > maxGradNorm ? (norm + ClippingEpsilon) / maxGradNorm : 1;

    /// <summary>The mean loss over the batches' rows, what it was divided by, and the gradients of the optimiser's parameters, in their order. They belong to the caller's scope.</summary>
    /// <param name="batches">The rows of each.</param>
    public (double Loss, double Weight, IReadOnlyList<Tensor> Gradients) Backward(IReadOnlyList<int[]> batches)
    {
        LossTargets[] targets = [.. batches.Select(rows => loss.Targets([.. rows.Select(row => data.Targets[row])], data.Weights is null ? null : [.. rows.Select(row => data.Weights[row])]))];
        double weight = targets.Sum(batch => batch.Weight), value = 0;
        Tensor[] gradients = [];
        for (int i = 0; i < batches.Count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor batchLoss = loss.Forward(inputs.Logits(batches[i], dropout), targets[i], weight); // ()
            Tensor[] own = BackwardPass.Gradients(batchLoss, _parameters);
            value += batchLoss.item<float>();
            gradients = i == 0 ? [.. own.Select(gradient => gradient.MoveToOuterDisposeScope())] : Add(gradients, own);
        }

        return (value, weight, gradients);
    }

    private static Tensor[] Add(Tensor[] sums, Tensor[] gradients)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i].AddInPlace(gradients[i]);
        }

        return sums;
    }

    private string NameRows(IReadOnlyList<int[]> batches)
    {
        int[] rows = [.. batches.SelectMany(batch => batch)];
        string named = string.Join(", ", rows.Take(MostNamed).Select(data.NameOf));
        return rows.Length > MostNamed ? $"{named} and {rows.Length - MostNamed} more" : named;
    }
}
