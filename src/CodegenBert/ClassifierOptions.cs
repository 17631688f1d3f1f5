using CodegenBert.Tasks;
using Microsoft.Extensions.Logging;

namespace CodegenBert;

/// <summary>How a loaded classifier computes.</summary>
public sealed record ClassifierOptions
{
    /// <summary>Where it computes.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>
    /// The numbers that the encoder's layers compute with: <see cref="Precision.Float32"/>, or <see cref="Precision.BFloat16"/>, which is faster on processors that have it and
    /// changes probabilities in the third digit. <see cref="Precision.Auto"/> is for training, where there are rows to check on.
    /// </summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>libtorch's threads, for the whole process; null leaves them as they are (by default one per core).</summary>
    public int? Threads { get; init; }

    /// <summary>Gets what loading has to say: weights that are no numbers. With none, they are not looked for.</summary>
    public ILogger? Logger { get; init; }
}
