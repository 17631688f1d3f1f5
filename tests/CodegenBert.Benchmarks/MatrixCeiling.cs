using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks;

/// <summary>What the machine's matrix product allows at this moment: speeds are given as a share of it, since machines and their neighbours vary.</summary>
internal static class MatrixCeiling
{
    private const int Size = 1024;

    /// <summary>GFLOP/s of the best of twenty float32 products of two 1024 x 1024 matrices.</summary>
    public static double Measure()
    {
        _ = Runtime.ComputeBackend.Prepare(ComputeDevice.Cpu, threads: null);
        using DisposeScope scope = NewDisposeScope();
        Tensor a = randn(Size, Size), b = randn(Size, Size);
        double best = double.PositiveInfinity;
        for (int i = 0; i < 20; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using Tensor product = matmul(a, b);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * Size * Size * Size / best / 1e9;
    }
}
