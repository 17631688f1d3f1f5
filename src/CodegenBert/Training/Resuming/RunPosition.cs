using CodegenBert.Tasks;
using CodegenBert.Training.Reports;

namespace CodegenBert.Training.Resuming;

/// <summary>Where a run is, between two steps: with the weights and the optimiser's state all that is needed to go on as if nothing had happened.</summary>
internal sealed record RunPosition
{
    /// <summary>0-based phase.</summary>
    public int Phase { get; init; }

    /// <summary>Epochs that have ended in this phase.</summary>
    public int EpochsOfPhase { get; init; }

    /// <summary>Steps that have ended in this phase.</summary>
    public int StepsOfPhase { get; init; }

    /// <summary>Steps that have ended in this epoch.</summary>
    public int StepsOfEpoch { get; init; }

    /// <summary>Steps that have ended in the run.</summary>
    public int Steps { get; init; }

    /// <summary>Sum of the losses of this epoch's rows, each times its weight.</summary>
    public double LossSum { get; init; }

    /// <summary>Sum of the weights of this epoch's rows.</summary>
    public double WeightSum { get; init; }

    /// <summary>Rows that have been learnt from in this epoch.</summary>
    public int Rows { get; init; }

    /// <summary>Dropout masks that have been drawn.</summary>
    public ulong DropoutPosition { get; init; }

    /// <summary>The numbers that the run computes with: a check of the processor's speed might decide otherwise the next time.</summary>
    public Precision Precision { get; init; }

    /// <summary>Seconds that the run has taken.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds that this epoch has taken.</summary>
    public double EpochSeconds { get; init; }

    /// <summary>What passed through the frozen part in this epoch.</summary>
    public EncoderPasses FrozenPasses { get; init; }

    /// <summary>What needed not pass through the frozen part in this epoch.</summary>
    public EncoderPasses StoredPasses { get; init; }

    /// <summary>What passed through the trained part in this epoch.</summary>
    public EncoderPasses TrainedPasses { get; init; }

    /// <summary>The epochs that have ended.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; init; } = [];

    /// <summary>What the run's report has beside them; null where nobody collects it.</summary>
    public RunRecord? Record { get; init; }
}
