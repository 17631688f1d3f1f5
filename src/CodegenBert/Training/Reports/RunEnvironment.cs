using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace CodegenBert.Training.Reports;

/// <summary>What a run was made with and on. Runs are the same bit for bit only where all of it is.</summary>
public sealed record RunEnvironment
{
    /// <summary>The version of this library.</summary>
    public required string Library { get; init; }

    /// <summary>The version of TorchSharp.</summary>
    public required string TorchSharp { get; init; }

    /// <summary>The version of libtorch that TorchSharp was made for.</summary>
    public required string Libtorch { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Framework { get; init; }

    /// <summary>The operating system.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The processor's name, as far as the system tells it, and its architecture.</summary>
    public required string Processor { get; init; }

    /// <summary>libtorch's threads.</summary>
    public required int Threads { get; init; }

    /// <summary>This process's; libtorch is loaded for it.</summary>
    internal static RunEnvironment Current() => new()
    {
        Library = VersionOf(typeof(RunEnvironment).Assembly),
        TorchSharp = VersionOf(typeof(torch).Assembly),
        Libtorch = torch.__version__,
        Framework = RuntimeInformation.FrameworkDescription,
        OperatingSystem = RuntimeInformation.OSDescription,
        Processor = $"{ProcessorName() ?? "unknown"} ({RuntimeInformation.ProcessArchitecture}, {System.Environment.ProcessorCount} cores)",
        Threads = torch.get_num_threads(),
    };

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? "unknown";

    private static string? ProcessorName() => SystemFile.Field("/proc/cpuinfo", "model name") ?? System.Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
}
