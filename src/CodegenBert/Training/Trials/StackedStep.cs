using System.Globalization;
using CodegenBert.Modeling;
using CodegenBert.Training.Representations;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training.Trials;

/// <summary>
/// One step of the optimiser for several heads at once, each on a batch of its own, with dropout and clipping of its own: what <see cref="TrainingStep"/> does for one, to
/// float's last digits.
/// </summary>
internal sealed class StackedStep(StoredRows inputs, EncodedRows data, HeadStack heads, FusedAdamW optimizer, ITrainingLoss loss, Dropout dropout, double maxGradNorm)
{
    private readonly Tensor[] _parameters = [.. optimizer.Parameters];

    /// <summary>Learns from a batch for each head.</summary>
    /// <param name="batches">Each head's rows; those of a shorter batch are filled up by rows that weigh nothing.</param>
    /// <param name="rateMultiplier">The schedule's share of the peak rates.</param>
    /// <exception cref="NonFiniteLossException">A loss or a gradient is not finite; nothing has been changed.</exception>
    public IReadOnlyList<StepResult> Run(IReadOnlyList<int[]> batches, double rateMultiplier)
    {
        using DisposeScope scope = NewDisposeScope();
        int models = batches.Count, size = batches.Max(batch => batch.Length);
        int[] rows = [.. batches.SelectMany(batch => Enumerable.Range(0, size).Select(i => batch[Math.Min(i, batch.Length - 1)]))];
        float[] weights = [.. batches.SelectMany(batch => Enumerable.Range(0, size).Select(i => i < batch.Length ? data.Weights?[batch[i]] ?? 1 : 0))];
        float[] divisors = [.. batches.Select(batch => (float)batch.Sum(row => loss.WeightOf(data.Targets[row]) * (data.Weights?[row] ?? 1)))];

        Tensor features = inputs.Features(rows).view(models, size, -1);                         // (M, B, inputs)
        Tensor logits = heads.Forward(features, dropout).flatten(0, 1);                         // (M * B, labels)
        LossTargets targets = loss.Targets([.. rows.Select(row => data.Targets[row])], weights);
        Tensor losses = loss.RowLosses(logits, targets).view(models, size).sum(1) / tensor(divisors).to(logits.device); // (M)
        // The fused optimiser goes through memory, whatever the strides.
        Tensor[] gradients = [.. BackwardPass.Gradients(losses.sum(), _parameters).Select(gradient => gradient.contiguous())]; // (M, out, in) and (M, out)

        using IDisposable evaluation = no_grad();
        Tensor norms = gradients.Select(gradient => (gradient * gradient).flatten(1).sum(1)).Aggregate((sum, squares) => sum.Plus(squares)).sqrt(); // (M)
        float[] values = cat([losses.detach(), norms]).cpu().data<float>().ToArray();
        StepResult[] results = [.. divisors.Select((weight, i) => new StepResult(values[i], weight, values[models + i]))];
        if (!values.All(float.IsFinite))
        {
            int broken = Array.FindIndex(results, result => !double.IsFinite(result.Loss) || !double.IsFinite(result.GradientNorm));
            throw new NonFiniteLossException(string.Create(
                CultureInfo.InvariantCulture,
                $"The loss is {results[broken].Loss} and the gradient's norm {results[broken].GradientNorm}: training cannot go on. Lower the head's learning rate, or look at these training rows: {string.Join(", ", batches[broken].Take(10).Select(data.NameOf))}."));
        }

        float[] divideBy = [.. results.Select(result => (float)TrainingStep.ClippingDivisor(result.GradientNorm, maxGradNorm))];
        if (divideBy.Any(divisor => divisor != 1))
        {
            Tensor divisor = tensor(divideBy).to(logits.device); // (M)
            foreach (Tensor gradient in gradients)
            {
                gradient.div_(divisor.view([models, .. Enumerable.Repeat(1L, (int)gradient.dim() - 1)]));
            }
        }

        optimizer.Step(gradients, rateMultiplier, gradientDivisor: 1);
        return results;
    }
}
