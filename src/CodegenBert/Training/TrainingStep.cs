using System.Globalization;
using CodegenBert.Data;
using CodegenBert.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>What a step saw.</summary>
/// <param name="Loss">The mean loss over the step's rows, before the update.</param>
/// <param name="Weight">What the mean was divided by: the sum of the rows' weights.</param>
/// <param name="GradientNorm">The norm of all gradients, before clipping.</param>
internal readonly record struct StepResult(double Loss, double Weight, double GradientNorm);

/// <summary>The gradients of a step.</summary>
/// <param name="Whole">Of <see cref="FusedAdamW.Parameters"/>, in their order.</param>
/// <param name="Rows">Of the word embeddings' rows, where they are updated by rows; else null.</param>
internal readonly record struct StepGradients(IReadOnlyList<Tensor> Whole, RowGradient? Rows);

/// <summary>
/// One step of the optimiser: forward, loss, backward, clip, update. The same for a model that is trained whole and for one that reads stored representations.
/// Of several batches, and of the rounds of a large one, the gradients are added up (gradient accumulation); each round's activations are gone before the next one's are made.
/// </summary>
internal sealed class TrainingStep(IModelInputs inputs, EncodedRows data, FusedAdamW optimizer, ITrainingLoss loss, Dropout dropout, double maxGradNorm)
{
    // torch.nn.utils.clip_grad_norm_ divides by the norm plus this.
    private const double ClippingEpsilon = 1e-6;
    private const int MostNamed = 10;

    /// <summary>Tokens that are worth a thread of their own.</summary>
    private const int LeastTokens = 128;

    /// <summary>Tokens of a thread's part, at most, on the processor: larger parts are not computed faster, and all their activations are in memory at once.</summary>
    private const int MostTokens = 2048;

    /// <summary>Numbers of a head whose step is too little for several threads: to wake and wait for them a dozen times takes longer.</summary>
    private const int LeastHead = 1 << 17;

    private readonly bool _trainsSmallHead = inputs.FeedHeadAlone && IsSmall(optimizer);

    /// <summary>Learns from batches.</summary>
    /// <param name="batches">The rows of each; one batch, or those whose gradients are accumulated.</param>
    /// <param name="rateMultiplier">The schedule's share of the peak rates.</param>
    /// <exception cref="NonFiniteLossException">The loss or the gradient is not finite; nothing has been changed.</exception>
    public StepResult Run(IReadOnlyList<int[]> batches, double rateMultiplier)
    {
        if (!_trainsSmallHead || batches.Sum(batch => batch.Length) >= 2 * LeastTokens)
        {
            return Learn(batches, rateMultiplier);
        }

        StepResult result = default;
        ComputeWorkers.Run(1, _ => result = Learn(batches, rateMultiplier), areSmall: true);
        return result;
    }

    /// <summary>Whether a step is too little for several threads where nothing but what is trained is computed.</summary>
    /// <param name="optimizer">Of what is trained.</param>
    public static bool IsSmall(FusedAdamW optimizer) =>
        optimizer.Parameters.Sum(parameter => parameter.numel()) < LeastHead && optimizer.Parameters.All(parameter => parameter.device_type == DeviceType.CPU);

    /// <summary>What gradients of a norm are divided by so that it is at most the allowed one.</summary>
    /// <param name="norm">Of all gradients together.</param>
    /// <param name="maxGradNorm">The allowed norm; 0 for any.</param>
    public static double ClippingDivisor(double norm, double maxGradNorm) =>
        maxGradNorm > 0 && norm + ClippingEpsilon > maxGradNorm ? (norm + ClippingEpsilon) / maxGradNorm : 1;

    /// <summary>The mean loss over the batches' rows, what it was divided by, and the gradients of the optimiser's parameters. They belong to the caller's scope.</summary>
    /// <param name="batches">The rows of each.</param>
    public (double Loss, double Weight, StepGradients Gradients) Backward(IReadOnlyList<int[]> batches)
    {
        using DisposeScope scope = NewDisposeScope();
        (int[] Rows, LossTargets Targets)[][] rounds = [.. batches.SelectMany(RoundsOf).Select(round => round.Select(rows => (rows, TargetsOf(rows))).ToArray())];
        double weight = rounds.Sum(round => round.Sum(share => share.Targets.Weight)), value = 0;
        Tensor[] operands = optimizer.Operands(), gradients = [];
        List<(long[] Ids, Tensor Gradient)> lookedUp = [];
        foreach ((int[] Rows, LossTargets Targets)[] round in rounds)
        {
            using DisposeScope ofRound = NewDisposeScope();
            BatchPart[] parts = [.. round.Select((share, i) => new BatchPart(share.Rows, share.Targets, dropout.Part(i), optimizer.LookUp()))]; // now: the dropout stands behind the round before
            (double loss, IReadOnlyList<Tensor[]> own) = Backward(parts, operands, weight, ofRound);
            Tensor[] sums = GradientSum.Add(gradients, [.. own.Select(ofPart => ofPart[..operands.Length])]);
            gradients = gradients.Length == 0 ? [.. sums.Select(sum => sum.MoveToOuterDisposeScope())] : sums; // those of the first round outlive it
            lookedUp.AddRange(parts.Zip(own).SelectMany(pair => (pair.First.LookedUp?.Ids ?? []).Zip(pair.Second[operands.Length..].Select(gradient => gradient.MoveToOuterDisposeScope()))));
            value += loss;
        }

        RowGradient? rows = lookedUp.Count == 0 ? null : RowGradient.Sum([.. lookedUp.Select(taken => taken.Ids)], [.. lookedUp.Select(taken => taken.Gradient)]);
        Array.ForEach([.. gradients, .. rows is null ? [] : new[] { rows.Values }], gradient => gradient.MoveToOuterDisposeScope());
        return (value, weight, new(gradients, rows));
    }

    private StepResult Learn(IReadOnlyList<int[]> batches, double rateMultiplier)
    {
        using DisposeScope scope = NewDisposeScope();
        (double value, double weight, StepGradients gradients) = Backward(batches);
        if (weight == 0)
        {
            return new(0, 0, 0); // no row counts: there is nothing to learn, and no mean
        }

        double norm = FusedAdamW.Norm(gradients.Whole, gradients.Rows);
        if (!double.IsFinite(value) || !double.IsFinite(norm))
        {
            throw new NonFiniteLossException(string.Create(
                CultureInfo.InvariantCulture,
                $"The loss is {value} and the gradient's norm {norm}: training cannot go on. Lower the learning rates, use float32 where bfloat16 was asked for, or look at these training rows: {NameRows(batches)}."));
        }

        optimizer.Step(gradients.Whole, rateMultiplier, ClippingDivisor(norm, maxGradNorm), gradients.Rows);
        return new(value, weight, norm);
    }

    /// <summary>Shares a batch out to the threads, several times over where it is large; what is computed side by side is a round.</summary>
    private IEnumerable<int[][]> RoundsOf(int[] batch)
    {
        int workers = ComputeWorkers.CountOn(inputs.Device);
        long tokens = inputs.Device.type == DeviceType.CPU ? batch.Sum(row => (long)inputs.Lengths[row]) : 0;
        int rounds = (int)Math.Max(1, (tokens + (workers * MostTokens) - 1) / (workers * MostTokens));
        return BatchPlanner.Share(batch, inputs.Lengths, rounds * workers, LeastTokens).Chunk(workers);
    }

    private LossTargets TargetsOf(int[] rows) =>
        loss.Targets([.. rows.Select(row => data.Targets[row])], data.Weights is null ? null : [.. rows.Select(row => data.Weights[row])]);

    /// <summary>What a round adds to the loss, and the gradients of its parts, which are computed side by side.</summary>
    private (double Loss, IReadOnlyList<Tensor[]> Gradients) Backward(BatchPart[] round, Tensor[] operands, double weight, DisposeScope scope)
    {
        double[] losses = new double[round.Length];
        var gradients = new Tensor[round.Length][];
        try
        {
            ComputeWorkers.Run(round.Length, i => (losses[i], gradients[i]) = Backward(round[i], operands, weight));
        }
        finally
        {
            scope.Attach(gradients.OfType<Tensor[]>().SelectMany(ofPart => ofPart)); // the workers' scopes are others
        }

        dropout.GoOnBehind(round[0].Dropout);
        return (losses.Sum(), gradients);
    }

    /// <summary>What a part adds to the loss, and its gradients, which belong to no scope.</summary>
    private (double Loss, Tensor[] Gradients) Backward(BatchPart part, Tensor[] operands, double weight)
    {
        using DisposeScope scope = NewDisposeScope();
        using LookedUpRows? lookedUp = part.LookedUp;
        Tensor partLoss = loss.Forward(inputs.Logits(part.Rows, part.Dropout, lookedUp), part.Targets, weight); // ()
        Tensor[] gradients = BackwardPass.Gradients(partLoss, [.. operands, .. lookedUp?.Leaves ?? []]);
        return (partLoss.item<float>(), [.. gradients.Select(gradient => gradient.DetachFromDisposeScope())]);
    }

    private string NameRows(IReadOnlyList<int[]> batches)
    {
        int[] rows = [.. batches.SelectMany(batch => batch)];
        string named = string.Join(", ", rows.Take(MostNamed).Select(data.NameOf));
        return rows.Length > MostNamed ? $"{named} and {rows.Length - MostNamed} more" : named;
    }

    /// <summary>Rows of a round that are computed together.</summary>
    private sealed record BatchPart(int[] Rows, LossTargets Targets, Dropout Dropout, LookedUpRows? LookedUp);
}
