using System.Diagnostics;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training.Reports;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>A training run: the data once through the frozen part, then epochs of steps on what is trained, the best epoch kept.</summary>
internal sealed class FineTuning : IDisposable
{
    private readonly SequenceClassifier _model;
    private readonly TaskDefinition _task;
    private readonly Recipe _recipe;
    private readonly Device _device;
    private readonly ProgressReporter _progress;
    private readonly CancellationToken _cancellation;
    private readonly PassCounter _passes = new();
    private readonly List<IDisposable> _owned = [];

    /// <summary>Prepares a run.</summary>
    /// <param name="model">The model, on its device; its trained weights change.</param>
    /// <param name="task">The task.</param>
    /// <param name="recipe">All numbers.</param>
    /// <param name="device">Where the model lives.</param>
    /// <param name="progress">Is told of each step.</param>
    /// <param name="cancellation">Stops at the next batch boundary.</param>
    public FineTuning(SequenceClassifier model, TaskDefinition task, Recipe recipe, Device device, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        (_model, _task, _recipe, _device, _cancellation) = (model, task, recipe, device, cancellation);
        _progress = new ProgressReporter(progress, recipe.Epochs);
        Dropout = Dropout.Seeded((ulong)recipe.Seed);
    }

    /// <summary>Collects what is said of the run; null for no one.</summary>
    public RunLog? Log { get; init; }

    /// <summary>The run's dropout.</summary>
    public Dropout Dropout { get; }

    /// <summary>Trains.</summary>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide; null for none.</param>
    /// <param name="keepBestEpoch">Whether the weights of the epoch with the lowest validation loss are restored at the end.</param>
    public TrainingReport Run(EncodedRows train, EncodedRows? validation, bool keepBestEpoch)
    {
        var clock = Stopwatch.StartNew();
        var epochClock = Stopwatch.StartNew();
        IModelInputs inputs = Prepare(train);
        IModelInputs? validationInputs = validation is null ? null : Prepare(validation);
        using var optimizer = new FusedAdamW(_recipe.Groups(_model));
        using ITrainingLoss loss = _recipe.Loss(_task, _device);
        var step = new TrainingStep(inputs, train.Targets, optimizer, loss, Dropout, _recipe.MaxGradNorm, train.NameOf);
        using var best = new BestEpoch(_model, keepBestEpoch && validation is not null, _recipe.EarlyStopping);
        int stepsPerEpoch = (train.Inputs.Count + _recipe.BatchSize - 1) / _recipe.BatchSize, stepsDone = 0;
        var epochs = new List<EpochReport>();
        bool stopped = false;
        for (int epoch = 1; epoch <= _recipe.Epochs && !stopped; epoch++)
        {
            var trainingClock = Stopwatch.StartNew();
            double trainingLoss = RunEpoch(epoch, step, inputs, train, stepsPerEpoch, ref stepsDone);
            double trainingSeconds = trainingClock.Elapsed.TotalSeconds;
            epochs.Add(new EpochReport
            {
                Epoch = epoch,
                TrainingLoss = trainingLoss,
                Validation = validation is null ? null : Score(epoch, validationInputs!, validation),
                Seconds = epochClock.Elapsed.TotalSeconds,
                TrainingSeconds = trainingSeconds,
                FrozenPasses = _passes.TakeFrozen(),
                TrainedPasses = _passes.TakeTrained(),
            });
            Log?.Epoch(epochs[^1], stepsDone);
            _progress.End(epochs[^1]);
            epochClock.Restart();
            best.Note(epochs[^1]);
            stopped = best.PatienceIsOver && epoch < _recipe.Epochs;
        }

        return new TrainingReport
        {
            Epochs = epochs,
            BestEpoch = best.Restore(),
            StoppedEarly = stopped,
            Steps = stepsDone,
            TrainingRows = train.Inputs.Count,
            TruncatedRows = train.TruncatedRows,
            Seconds = clock.Elapsed.TotalSeconds,
        };
    }

    /// <inheritdoc />
    public void Dispose() => _owned.ForEach(resource => resource.Dispose());

    /// <summary>Rows as the trained part reads them: as they are if nothing is frozen, else encoded once and remembered.</summary>
    private IModelInputs Prepare(EncodedRows rows)
    {
        if (_model.Boundary == FreezePlan.NothingFrozen)
        {
            return WindowedInputs.Over(new TokenInputs(_model, rows.Inputs.Windows, _device), rows.Inputs, _task.Tokenizer.Window);
        }

        Log?.Enter(RunPart.Encode);
        _progress.Begin(TrainingStage.Encoding, 0, rows.Inputs.Windows.Count, rows.Inputs.Windows.Count);
        RepresentationStore store = FrozenEncoding.Run(_model, rows.Inputs.Windows, _device, encoded =>
        {
            _progress.Report(encoded, encoded);
            _cancellation.ThrowIfCancellationRequested();
        });
        _owned.Add(store);
        _passes.CountFrozen(rows.Lengths);
        return WindowedInputs.Over(store, rows.Inputs, _task.Tokenizer.Window);
    }

    private double RunEpoch(int epoch, TrainingStep step, IModelInputs inputs, EncodedRows train, int stepsPerEpoch, ref int stepsDone)
    {
        int totalSteps = stepsPerEpoch * _recipe.Epochs, warmUpSteps = _recipe.WarmUp.Steps(totalSteps);
        double lossSum = 0;
        int rowsDone = 0, stepsInEpoch = 0;
        Log?.Enter(RunPart.Train);
        _progress.Begin(TrainingStage.Training, epoch, stepsPerEpoch, train.Inputs.Count);
        foreach (int[] rows in BatchPlanner.PlanEpoch(inputs.Lengths, _recipe.BatchSize, _recipe.Seed, epoch))
        {
            _cancellation.ThrowIfCancellationRequested();
            double rate = RateMultiplier.At(_recipe.Schedule, stepsDone, warmUpSteps, totalSteps);
            StepResult result = step.Run(rows, rate);
            lossSum += result.Loss * rows.Length;
            rowsDone += rows.Length;
            stepsDone++;
            Log?.Step(stepsDone, epoch, result, rate * _recipe.HeadLearningRate);
            CountTrained(rows, train);
            _progress.Report(++stepsInEpoch, rowsDone, lossSum / rowsDone, rate * _recipe.HeadLearningRate);
        }

        return lossSum / rowsDone;
    }

    private EvaluationReport Score(int epoch, IModelInputs inputs, EncodedRows validation)
    {
        int scored = 0;
        Log?.Enter(RunPart.Evaluate);
        _progress.Begin(TrainingStage.Validating, epoch, validation.Inputs.Count, validation.Inputs.Count);
        return Scoring.Evaluate(inputs, validation.Targets, validation.TruncatedRows, _task, LabelThresholds.Default(_task.Labels.Count), rows =>
        {
            CountTrained(rows, validation);
            scored += rows.Count;
            _progress.Report(scored, scored);
            _cancellation.ThrowIfCancellationRequested();
        }, Log?.Scoring(LabelThresholds.Default(_task.Labels.Count)));
    }

    private void CountTrained(IReadOnlyList<int> rows, EncodedRows data)
    {
        if (_model.TrainsEncoder)
        {
            _passes.CountTrained([.. rows.Select(row => data.Lengths[row])]);
        }
    }
}
