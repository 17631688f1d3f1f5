using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training;

/// <summary>The fused step beside a garbage collector that never rests.</summary>
public sealed class FusedAdamWTests
{
    [Fact]
    public async Task A_step_reads_its_numbers_before_they_are_collected()
    {
        float[] undisturbed = Train(4_000);
        using var over = new CancellationTokenSource();
        Task collecting = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });

        float[] disturbed = Train(4_000);
        await over.CancelAsync();
        await collecting;

        Assert.Equal(undisturbed, disturbed);
    }

    private static float[] Train(int steps)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = ones(3);
        using var optimizer = new FusedAdamW([new ParameterGroup([new("weights", weights, 0)], 1e-3, 0.01)]);
        for (int i = 0; i < steps; i++)
        {
            using Tensor gradient = full(3, (float)(i % 7));
            optimizer.Step([gradient], 1.0 / (1 + i), 1);
        }

        return weights.data<float>().ToArray();
    }
}
