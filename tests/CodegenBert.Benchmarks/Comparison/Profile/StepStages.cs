using System.Diagnostics;
using CodegenBert.Modeling;
using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Profile;

/// <summary>The stages of the product's training step on one model, one after the other.</summary>
internal sealed class StepStages : IDisposable
{
    private const int Rounds = 3;
    private readonly EncodedRows _rows;
    private readonly TokenInputs _inputs;
    private readonly FusedAdamW _optimizer;
    private readonly ITrainingLoss _loss;

    public StepStages(SequenceClassifier model, EncodedRows rows, Device device)
    {
        _rows = rows;
        _inputs = new(model, rows.Inputs.Windows, device);
        _optimizer = new([new([.. model.TrainedParameters], 1e-5, 0.01)]);
        _loss = new CrossEntropy(null, 0, device);
    }

    /// <summary>The least seconds of three rounds over the batches, stage by stage.</summary>
    public StageSeconds Measure(IReadOnlyList<int[]> batches)
    {
        StageSeconds[] rounds = [.. Enumerable.Range(0, Rounds + 1).Select(_ => Round(batches)).Skip(1)];
        return new(
            rounds.Min(round => round.Forward), rounds.Min(round => round.Backward), rounds.Min(round => round.WithDropout), rounds.Min(round => round.Norm), rounds.Min(round => round.Update), rounds.Min(round => round.Whole));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _optimizer.Dispose();
        _loss.Dispose();
    }

    private StageSeconds Round(IReadOnlyList<int[]> batches)
    {
        Stopwatch forward = new(), backward = new(), withDropout = new(), norm = new(), update = new(), whole = new();
        var dropout = Dropout.Seeded(1);
        var step = new TrainingStep(_inputs, _rows, _optimizer, _loss, dropout, maxGradNorm: 1);
        Tensor[] parameters = [.. _optimizer.Parameters];
        foreach (int[] batch in batches)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor loss = Timed(forward, () => Loss(batch, Dropout.None));
            Tensor[] gradients = Timed(backward, () => autograd.grad([loss], parameters).ToArray());
            _ = Timed(withDropout, () => autograd.grad([Loss(batch, dropout)], parameters));
            _ = Timed(norm, () => FusedAdamW.Norm(gradients));
            _ = Timed(update, () =>
            {
                _optimizer.Step(gradients, rateMultiplier: 1, gradientDivisor: 2);
                return true;
            });
            _ = Timed(whole, () => step.Run([batch], 1));
        }

        return new(forward.Elapsed.TotalSeconds, backward.Elapsed.TotalSeconds, withDropout.Elapsed.TotalSeconds, norm.Elapsed.TotalSeconds, update.Elapsed.TotalSeconds, whole.Elapsed.TotalSeconds);
    }

    private Tensor Loss(int[] batch, Dropout dropout)
    {
        LossTargets targets = _loss.Targets([.. batch.Select(row => _rows.Targets[row])]);
        return _loss.Forward(_inputs.Logits(batch, dropout), targets, targets.Weight);
    }

    private static T Timed<T>(Stopwatch clock, Func<T> work)
    {
        clock.Start();
        T result = work();
        clock.Stop();
        return result;
    }
}

/// <summary>Seconds over all batches.</summary>
/// <param name="Forward">Ids to loss, without dropout.</param>
/// <param name="Backward">Its gradients.</param>
/// <param name="WithDropout">Both, with dropout.</param>
/// <param name="Norm">The gradients' norm.</param>
/// <param name="Update">AdamW.</param>
/// <param name="Whole">The product's step.</param>
internal sealed record StageSeconds(double Forward, double Backward, double WithDropout, double Norm, double Update, double Whole)
{
    /// <summary>What a step consists of; the last is what the stages do not explain (below 0 where the step does less than they do).</summary>
    public IEnumerable<(string Name, double Seconds)> Stages =>
    [
        ("forward, without dropout", Forward),
        ("backward, without dropout", Backward),
        ("dropout, forward and backward", WithDropout - Forward - Backward),
        ("gradient norm", Norm),
        ("AdamW", Update),
        ("everything else", Whole - WithDropout - Norm - Update),
    ];
}
