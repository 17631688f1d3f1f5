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

    /// <summary>Is told what the run has to say.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Is told of each step.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops at the next batch boundary.</summary>
    public CancellationToken Cancellation { get; init; }
}
