using System.Diagnostics;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>Whether a device multiplies bfloat16 matrices by instructions of its own; by others they take longer than float32.</summary>
internal static partial class BFloat16Support
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>x86: Intel's and AMD's vector instructions, Intel's tiles. Arm: the flag of ARMv8.6.</summary>
    private static readonly string[] Flags = ["avx512_bf16", "amx_bf16", "bf16"];

    /// <summary>Whether it does: by the processor's flags where Linux shows them, else by the clock.</summary>
    public static bool Of(Device device) =>
        device.type == DeviceType.CPU && File.Exists(ProcessorFile) ? AmongFlags(File.ReadAllText(ProcessorFile)) : IsFasterOn(device);

    /// <summary>Whether a processor's description has one of the flags.</summary>
    /// <param name="description">As <c>/proc/cpuinfo</c> has it.</param>
    public static bool AmongFlags(string description) =>
        FlagLine().Match(description) is { Success: true } line && line.Groups["flags"].Value.Split(' ').Intersect(Flags).Any();

    private static bool IsFasterOn(Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        const int size = 512;
        Tensor exact = ones(size, size, device: device), rounded = exact.to(ScalarType.BFloat16);
        return Enumerable.Range(0, 5).Min(_ => Seconds(rounded)) < Enumerable.Range(0, 5).Min(_ => Seconds(exact)) / 1.2;
    }

    private static double Seconds(Tensor x)
    {
        long start = Stopwatch.GetTimestamp();
        using Tensor product = matmul(x, x);
        using Tensor sum = product.sum();
        _ = sum.to(ScalarType.Float32).item<float>(); // waits for a device that computes on its own
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    [GeneratedRegex(@"^(flags|Features)\s*:(?<flags>.*)$", RegexOptions.Multiline)]
    private static partial Regex FlagLine();
}
