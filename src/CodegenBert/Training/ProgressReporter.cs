using System.Diagnostics;

namespace CodegenBert.Training;

/// <summary>Turns the run's counts into <see cref="TrainingProgress"/>: rates and the time that is left.</summary>
internal sealed class ProgressReporter(IProgress<TrainingProgress>? target, int epochs)
{
    private readonly Stopwatch _stageClock = new();
    private readonly Stopwatch _epochsClock = new();
    private TrainingStage _stage;
    private int _epoch;
    private int _steps;
    private int _rows;
    private int _rowsBefore;
    private double _epochsBefore = -1;

    /// <summary>A stage of an epoch begins, or is gone on with where a run was interrupted.</summary>
    public void Begin(TrainingStage stage, int epoch, int steps, int rows, int rowsBefore = 0)
    {
        (_stage, _epoch, _steps, _rows, _rowsBefore) = (stage, epoch, steps, rows, rowsBefore);
        _stageClock.Restart();
        if (stage == TrainingStage.Training)
        {
            _epochsBefore = _epochsBefore < 0 ? epoch - 1 + (rowsBefore / (double)rows) : _epochsBefore;
            _epochsClock.Start();
        }
    }

    /// <summary>So many steps and rows of the stage are done.</summary>
    public void Report(int step, int rows, double? loss = null, double? learningRate = null) => target?.Report(new TrainingProgress
    {
        Stage = _stage,
        Epoch = _epoch,
        Epochs = epochs,
        Step = step,
        Steps = _steps,
        Loss = loss,
        LearningRate = learningRate,
        TextsPerSecond = (rows - _rowsBefore) / Math.Max(1e-9, _stageClock.Elapsed.TotalSeconds),
        Remaining = Remaining(rows),
    });

    /// <summary>An epoch has ended.</summary>
    public void End(EpochReport epoch) => target?.Report(new TrainingProgress
    {
        Stage = _stage,
        Epoch = _epoch,
        Epochs = epochs,
        Step = _steps,
        Steps = _steps,
        Loss = epoch.TrainingLoss,
        Ended = epoch,
    });

    private TimeSpan? Remaining(int rows)
    {
        if (_stage != TrainingStage.Training || rows == 0)
        {
            return null;
        }

        double done = _epoch - 1 + (rows / (double)_rows); // in epochs
        return _epochsClock.Elapsed / (done - _epochsBefore) * (epochs - done);
    }
}
