using System.Diagnostics;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;
using CodegenBert.Training.Reports;
using CodegenBert.Training.Resuming;

namespace CodegenBert.Training;

/// <summary>Where a run is, and what has been counted on the way: its position, which is what a saved state holds of it, and its clocks.</summary>
internal sealed class RunState
{
    private readonly Stopwatch _clock = new(), _epochClock = new();
    private RunPosition _begun = new();

    /// <summary>Where it is.</summary>
    public RunPosition Position { get; private set; } = new();

    /// <summary>Texts and tokens through the encoder's parts.</summary>
    public PassCounter Passes { get; } = new();

    /// <summary>The epoch that is run, from 1.</summary>
    public int Epoch => Position.Epochs.Count + 1;

    /// <summary>Since the beginning, of all processes together.</summary>
    public double Seconds => _begun.Seconds + _clock.Elapsed.TotalSeconds;

    /// <summary>Of the epoch so far.</summary>
    public double MeanLoss => Position.WeightSum > 0 ? Position.LossSum / Position.WeightSum : 0;

    private double EpochSeconds => (_begun.Epochs.Count == Position.Epochs.Count ? _begun.EpochSeconds : 0) + _epochClock.Elapsed.TotalSeconds;

    /// <summary>Goes on where another process was.</summary>
    public void GoOnFrom(RunPosition position)
    {
        Position = _begun = position;
        Passes.GoOnFrom(position.FrozenPasses, position.StoredPasses, position.TrainedPasses);
    }

    /// <summary>Starts the clocks.</summary>
    public void Start()
    {
        _clock.Start();
        _epochClock.Start();
    }

    /// <summary>Counts a step.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="rows">How many rows it had.</param>
    /// <param name="dropoutPosition">Where the dropout's generator is.</param>
    /// <param name="precision">What it was computed with.</param>
    public void Step(StepResult result, int rows, ulong dropoutPosition, Precision precision) => Position = Position with
    {
        Steps = Position.Steps + 1,
        StepsOfPhase = Position.StepsOfPhase + 1,
        StepsOfEpoch = Position.StepsOfEpoch + 1,
        LossSum = Position.LossSum + (result.Loss * result.Weight),
        WeightSum = Position.WeightSum + result.Weight,
        Rows = Position.Rows + rows,
        DropoutPosition = dropoutPosition,
        Precision = precision,
        FrozenPasses = Passes.Frozen,
        StoredPasses = Passes.Stored,
        TrainedPasses = Passes.Trained,
        Seconds = Seconds,
        EpochSeconds = EpochSeconds,
    };

    /// <summary>Ends an epoch, and says what it was.</summary>
    /// <param name="trainingSeconds">Of its steps.</param>
    /// <param name="validation">What was scored behind it; null for nothing.</param>
    public EpochReport EndEpoch(double trainingSeconds, EvaluationReport? validation)
    {
        var epoch = new EpochReport
        {
            Epoch = Epoch,
            Phase = Position.Phase + 1,
            TrainingLoss = MeanLoss,
            Validation = validation,
            Seconds = EpochSeconds,
            TrainingSeconds = trainingSeconds,
            FrozenPasses = Passes.TakeFrozen(),
            StoredPasses = Passes.TakeStored(),
            TrainedPasses = Passes.TakeTrained(),
        };
        _epochClock.Restart();
        Position = Position with
        {
            Epochs = [.. Position.Epochs, epoch],
            EpochsOfPhase = Position.EpochsOfPhase + 1,
            StepsOfEpoch = 0,
            LossSum = 0,
            WeightSum = 0,
            Rows = 0,
            FrozenPasses = default,
            StoredPasses = default,
            TrainedPasses = default,
            Seconds = Seconds,
            EpochSeconds = 0,
        };
        return epoch;
    }

    /// <summary>Ends a phase.</summary>
    public void EndPhase() => Position = Position with { Phase = Position.Phase + 1, EpochsOfPhase = 0, StepsOfPhase = 0 };
}
