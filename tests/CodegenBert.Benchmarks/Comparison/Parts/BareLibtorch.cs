using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Parts;

/// <summary>The child that <see cref="StartComparison"/> compares with: libtorch, its matrix product, and a file's bytes in a tensor; then its resident memory.</summary>
internal static class BareLibtorch
{
    public const string Name = "bare-libtorch";

    /// <summary>Reads a file.</summary>
    public static void Run(string path)
    {
        _ = Runtime.ComputeBackend.Prepare(ComputeDevice.Cpu, threads: null);
        using DisposeScope scope = NewDisposeScope();
        Tensor product = matmul(ones(64, 64), ones(64, 64));
        using FileStream file = File.OpenRead(path);
        Tensor weights = empty(file.Length, dtype: ScalarType.Byte);
        file.ReadExactly(weights.bytes);
        Console.WriteLine(product[0, 0].item<float>().ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(FirstPrediction.ResidentMegabytes().ToString(CultureInfo.InvariantCulture));
    }
}
