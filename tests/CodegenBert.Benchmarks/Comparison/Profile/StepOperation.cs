using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Profile;

/// <summary>An operation of a training step, by itself.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Count">How many of it a step has.</param>
/// <param name="Inputs">What gradients are computed for.</param>
/// <param name="Forward">Computes it.</param>
internal sealed record StepOperation(string Name, int Count, Tensor[] Inputs, Func<Tensor> Forward)
{
    private const int Rounds = 30;

    /// <summary>The least seconds of some rounds, forward and backward.</summary>
    public (double Forward, double Backward) Measure()
    {
        double forward = double.PositiveInfinity, backward = double.PositiveInfinity;
        for (int i = 0; i < Rounds; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            long start = Stopwatch.GetTimestamp();
            Tensor result = Forward();
            forward = Math.Min(forward, Stopwatch.GetElapsedTime(start).TotalSeconds);
            Tensor gradient = ones_like(result);
            start = Stopwatch.GetTimestamp();
            _ = autograd.grad([result], Inputs, [gradient]);
            backward = Math.Min(backward, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return (forward, backward);
    }
}
