using Microsoft.Extensions.Logging;

namespace CodegenBert;

/// <summary>How a loaded classifier computes.</summary>
public sealed record ClassifierOptions
{
    /// <summary>Where it computes.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>libtorch's threads, for the whole process; null leaves them as they are (by default one per core).</summary>
    public int? Threads { get; init; }

    /// <summary>Gets what loading has to say: weights that are no numbers. With none, they are not looked for.</summary>
    public ILogger? Logger { get; init; }
}
