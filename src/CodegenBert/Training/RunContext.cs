using CodegenBert.Training.Representations;
using CodegenBert.Training.Resuming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>What a run lives in: nothing of it changes the trained weights.</summary>
internal sealed record RunContext
{
    /// <summary>Where the model lives.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Where the run's state is saved, and gone on from; null for nowhere.</summary>
    public RunStates? States { get; init; }

    /// <summary>Where representations are remembered beyond the run; null for the run alone.</summary>
    public RepresentationCache? Cache { get; init; }

    /// <summary>What the runs of a series share of what frozen parts said; null where a run stands alone.</summary>
    public SharedStores? Stores { get; init; }

    /// <summary>Whether the run's end is saved among its states too: a run of a series is not repeated while the others are still to be made.</summary>
    public bool KeepsEnd { get; init; }

    /// <summary>Is told what the run has to say.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Is told of each step.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops at the next batch boundary.</summary>
    public CancellationToken Cancellation { get; init; }
}
