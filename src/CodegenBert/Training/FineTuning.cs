using System.Diagnostics;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training.Reports;
using CodegenBert.Training.Resuming;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>A training run: phase by phase the data once through the frozen part, then epochs of steps on what is trained; the best epoch is kept.</summary>
internal sealed class FineTuning : IDisposable
{
    private readonly SequenceClassifier _model;
    private readonly TaskDefinition _task;
    private readonly Recipe _recipe;
    private readonly RunContext _context;
    private readonly ProgressReporter _progress;
    private readonly RunState _state = new();
    private FusedAdamW? _optimizer;

    /// <summary>Prepares a run.</summary>
    /// <param name="model">The model, on its device; its trained weights change.</param>
    /// <param name="task">The task.</param>
    /// <param name="recipe">All numbers.</param>
    /// <param name="context">What the run lives in.</param>
    public FineTuning(SequenceClassifier model, TaskDefinition task, Recipe recipe, RunContext context)
    {
        (_model, _task, _recipe, _context) = (model, task, recipe, context);
        _progress = new ProgressReporter(context.Progress, recipe.PhasesOf(task).Sum(phase => phase.Epochs));
        Dropout = Dropout.Seeded((ulong)recipe.Seed);
    }

    /// <summary>Collects what is said of the run; null for no one.</summary>
    public RunLog? Log { get; init; }

    /// <summary>The run's dropout.</summary>
    public Dropout Dropout { get; private set; }

    /// <summary>Trains.</summary>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide; null for none.</param>
    /// <param name="keepBestEpoch">Whether the weights of the best epoch are restored at the end.</param>
    /// <exception cref="NonFiniteLossException">The loss or the gradient is no number; the model has the last good weights.</exception>
    public TrainingReport Run(EncodedRows train, EncodedRows? validation, bool keepBestEpoch)
    {
        IReadOnlyList<TrainingPhase> phases = _recipe.PhasesOf(_task);
        ModelParameter[] trained = TrainedIn(phases);
        using var best = new BestEpoch(trained, keepBestEpoch && validation is not null, _recipe);
        using SavedState? saved = _context.States?.Find();
        if (saved is not null)
        {
            GoOnFrom(saved, trained, best);
        }

        _state.Start();
        try
        {
            IReadOnlyDictionary<string, Tensor>? optimizerState = saved?.Tensors;
            while (_state.Position.Phase < phases.Count)
            {
                RunPhase(phases[_state.Position.Phase], train, validation, trained, best, optimizerState);
                optimizerState = _optimizer!.State.ToDictionary(StringComparer.Ordinal);
                _state.EndPhase();
                best.BeginPhase();
            }

            if (_context.KeepsEnd && _optimizer is not null)
            {
                _context.States?.Save(_state.Position, SavedTensors(trained, best), isEnd: true);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or NonFiniteLossException)
        {
            _optimizer?.CatchUp();
            _ = _state.Position.Steps > 0 && _context.States?.Save(_state.Position, SavedTensors(trained, best)) == true;
            _ = e is NonFiniteLossException ? best.Restore() : 0;
            throw;
        }

        return new TrainingReport
        {
            Epochs = _state.Position.Epochs,
            BestEpoch = best.Restore(),
            StoppedEarly = _state.Position.Epochs.Count(epoch => epoch.Phase == phases.Count) < phases[^1].Epochs,
            Steps = _state.Position.Steps,
            ResumedAtStep = saved?.Position.Steps,
            TrainingRows = train.Inputs.Count,
            TruncatedRows = train.TruncatedRows,
            Seconds = _state.Seconds,
        };
    }

    /// <inheritdoc />
    public void Dispose() => _optimizer?.Dispose();

    /// <summary>The parameters that any phase trains.</summary>
    private ModelParameter[] TrainedIn(IEnumerable<TrainingPhase> phases)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (TrainingPhase phase in phases)
        {
            _model.Freeze(phase.Freeze);
            names.UnionWith(_model.TrainedParameters.Select(parameter => parameter.Name));
        }

        return [.. _model.Parameters.All.Where(parameter => names.Contains(parameter.Name))];
    }

    private void GoOnFrom(SavedState saved, ModelParameter[] trained, BestEpoch best)
    {
        using IDisposable evaluation = no_grad();
        _state.GoOnFrom(saved.Position);
        _model.Precision = _state.Position.Precision;
        Dropout = Dropout.Seeded((ulong)_recipe.Seed, _state.Position.DropoutPosition);
        foreach (ModelParameter parameter in trained)
        {
            parameter.Write(saved.Tensors[StateName.Weight + parameter.Name]);
        }

        Dictionary<string, Tensor> bestWeights = saved.Tensors.Where(pair => pair.Key.StartsWith(StateName.Best, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[StateName.Best.Length..], pair => pair.Value, StringComparer.Ordinal);
        int phase = 1;
        foreach (EpochReport epoch in _state.Position.Epochs)
        {
            for (; phase < epoch.Phase; phase++)
            {
                best.BeginPhase();
            }

            best.Recall(epoch, bestWeights);
        }

        if (_state.Position.EpochsOfPhase == 0)
        {
            best.BeginPhase();
        }
    }

    /// <summary>All tensors that the run goes on with.</summary>
    private IEnumerable<KeyValuePair<string, Tensor>> SavedTensors(ModelParameter[] trained, BestEpoch best) =>
    [
        .. trained.Select(parameter => KeyValuePair.Create(StateName.Weight + parameter.Name, parameter.Value)),
        .. best.Weights.Select(pair => KeyValuePair.Create(StateName.Best + pair.Key, pair.Value)),
        .. _optimizer?.State ?? [],
    ];

    /// <summary>One phase to its end, or until early stopping ends it.</summary>
    private void RunPhase(
        TrainingPhase phase, EncodedRows train, EncodedRows? validation, ModelParameter[] trained, BestEpoch best, IReadOnlyDictionary<string, Tensor>? optimizerState)
    {
        Recipe recipe = _recipe.In(phase);
        _model.Freeze(phase.Freeze);
        Log?.Enter(RunPart.Encode);
        using var prepared = new PreparedRows(_model, _task, _context, _state.Passes, _progress, IsPretrainedUpTo(phase.Freeze));
        IModelInputs inputs = prepared.Of(train);
        IModelInputs? validationInputs = validation is null ? null : prepared.Of(validation);
        var optimizer = new FusedAdamW(recipe.Groups(_model), optimizerState, _context.Device.type == DeviceType.CPU ? _model.Parameters[Embeddings.Words] : null);
        _optimizer?.Dispose();
        _optimizer = optimizer;
        using ITrainingLoss loss = recipe.Loss(_task, _context.Device);
        var step = new TrainingStep(inputs, train, optimizer, loss, Dropout, recipe.MaxGradNorm);
        int steps = recipe.CountSteps(inputs.Lengths, _state.Epoch - _state.Position.EpochsOfPhase);
        while (_state.Position.EpochsOfPhase < recipe.Epochs)
        {
            if (_state.Position.EpochsOfPhase > 0 && best.PatienceIsOver)
            {
                return;
            }

            var trainingClock = Stopwatch.StartNew();
            RunEpoch(recipe, step, steps, inputs, train, () => SavedTensors(trained, best));
            EndEpoch(trainingClock.Elapsed.TotalSeconds, validation is null ? null : Score(validationInputs!, validation), best);
        }
    }

    /// <summary>Whether no earlier phase of the run trained what that freezing freezes.</summary>
    private bool IsPretrainedUpTo(FreezePlan freeze)
    {
        int layers = _model.Configuration.Layers;
        return _recipe.PhasesOf(_task).Take(_state.Position.Phase).All(earlier => earlier.Freeze.FrozenLayers(layers) >= freeze.FrozenLayers(layers));
    }

    /// <summary>An epoch's steps, or those that are left of it.</summary>
    private void RunEpoch(Recipe recipe, TrainingStep step, int steps, IModelInputs inputs, EncodedRows train, Func<IEnumerable<KeyValuePair<string, Tensor>>> state)
    {
        Log?.Enter(RunPart.Train);
        int warmUpSteps = recipe.WarmUp.Steps(steps);
        IReadOnlyList<int[][]> plan = recipe.PlanEpoch(inputs.Lengths, _state.Epoch);
        _progress.Begin(TrainingStage.Training, _state.Epoch, plan.Count, train.Inputs.Count, _state.Position.Rows);
        foreach (int[][] batches in plan.Skip(_state.Position.StepsOfEpoch))
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            double rate = RateMultiplier.At(recipe.Schedule, _state.Position.StepsOfPhase, warmUpSteps, steps);
            StepResult result = step.Run(batches, rate);
            Array.ForEach(batches, rows => CountTrained(rows, train));
            _state.Step(result, batches.Sum(rows => rows.Length), Dropout.Position, _model.Precision);
            Log?.Step(_state.Position.Steps, _state.Epoch, result, rate * recipe.HeadLearningRate);
            _progress.Report(_state.Position.StepsOfEpoch, _state.Position.Rows, _state.MeanLoss, rate * recipe.HeadLearningRate);
            _context.States?.SaveIfDue(_state.Position, state);
        }

        _optimizer!.CatchUp();
    }

    private void EndEpoch(double trainingSeconds, EvaluationReport? validation, BestEpoch best)
    {
        EpochReport epoch = _state.EndEpoch(trainingSeconds, validation);
        Log?.Epoch(epoch, _state.Position.Steps);
        _progress.End(epoch);
        best.Note(epoch);
    }

    private EvaluationReport Score(IModelInputs inputs, EncodedRows validation)
    {
        int scored = 0;
        Log?.Enter(RunPart.Evaluate);
        _progress.Begin(TrainingStage.Validating, _state.Epoch, validation.Inputs.Count, validation.Inputs.Count);
        return Scoring.Evaluate(inputs, validation.Targets, validation.TruncatedRows, _task, DecisionRule.Of(_task), rows =>
        {
            CountTrained(rows, validation);
            scored += rows.Count;
            _progress.Report(scored, scored);
            _context.Cancellation.ThrowIfCancellationRequested();
        }, Log?.Scoring(DecisionRule.Of(_task).Thresholds));
    }

    private void CountTrained(IReadOnlyList<int> rows, EncodedRows data)
    {
        if (_model.TrainsEncoder)
        {
            _state.Passes.CountTrained([.. rows.Select(row => data.Lengths[row])]);
        }
    }
}
