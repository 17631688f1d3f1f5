using System.Diagnostics;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training.Representations;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training.Trials;

/// <summary>
/// Runs that differ in their seed alone and train nothing but the head, made in one pass: the heads' weights lie in stacked tensors, and each head has the order, the
/// dropout, the clipping, the early stopping and the best epoch that it would have alone. A head whose run has stopped leaves the stack.
/// The pass saves no states: it is short, and what takes long, the encoder's word on the texts, is remembered anyway; killed, it begins anew and gives the same.
/// </summary>
internal sealed class StackedFineTuning : IDisposable
{
    private readonly TaskDefinition _task;
    private readonly Recipe _recipe;
    private readonly RunContext _context;
    private readonly SequenceClassifier _model;
    private readonly ITrainingLoss _loss;
    private readonly ProgressReporter _progress;
    private readonly PassCounter _passes = new();
    private HeadStack? _heads;
    private FusedAdamW? _optimizer;
    private ulong _masks;

    /// <summary>Prepares the runs.</summary>
    /// <param name="model">The model, on its device: its encoder is read, its head is not.</param>
    /// <param name="task">The task.</param>
    /// <param name="recipe">All numbers but the seed.</param>
    /// <param name="context">What the runs live in.</param>
    public StackedFineTuning(SequenceClassifier model, TaskDefinition task, Recipe recipe, RunContext context)
    {
        (_model, _task, _recipe, _context) = (model, task, recipe, context);
        _loss = recipe.Loss(task, context.Device);
        _progress = new ProgressReporter(context.Progress, recipe.Epochs);
    }

    /// <summary>Whether runs can be made in one pass: only the head is trained, on whole texts, and every batch counts in every run.</summary>
    /// <param name="model">The model as the runs freeze it.</param>
    /// <param name="task">The task.</param>
    /// <param name="recipe">All numbers.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="validation">The validation rows; null for none.</param>
    public static bool Fits(SequenceClassifier model, TaskDefinition task, Recipe recipe, EncodedRows train, EncodedRows? validation) =>
        recipe.Phases.Count == 0
        && task.Freeze.Kind == FreezeKind.All
        && recipe.Accumulation == 1
        && model.TrainedParameters.All(parameter => parameter.Name.StartsWith("head.", StringComparison.Ordinal))
        && train.Inputs.AreWhole
        && validation?.Inputs.AreWhole != false
        && train.Weights?.All(weight => weight > 0) != false
        && recipe.ClassWeights?.All(weight => weight > 0) != false;

    /// <summary>Trains all heads.</summary>
    /// <param name="heads">Each run's seed and head; the heads have the best epochs' weights in the end.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide; null for none.</param>
    /// <param name="keepBestEpoch">Whether the weights of the best epochs are restored at the end.</param>
    /// <param name="stepped">Is told of each step: its results by seed.</param>
    /// <exception cref="NonFiniteLossException">A loss or a gradient is no number.</exception>
    public IReadOnlyList<(int Seed, TrainingReport Report)> Run(
        IReadOnlyList<(int Seed, ParameterSet Head)> heads, EncodedRows train, EncodedRows? validation, bool keepBestEpoch, Action<int, StepResult>? stepped = null)
    {
        StackedSeed[] seeds = [.. heads.Select(head => new StackedSeed(head.Seed, head.Head, keepBestEpoch && validation is not null, _recipe))];
        try
        {
            var clock = Stopwatch.StartNew();
            using var prepared = new PreparedRows(_model, _task, _context, _passes, _progress);
            var inputs = (StoredRows)prepared.Of(train);
            StoredRows? validationInputs = validation is null ? null : (StoredRows)prepared.Of(validation);
            int steps = _recipe.CountSteps(inputs.Lengths, firstEpoch: 1);
            StackedSeed[] running = seeds;
            Stack(running, state: null);
            for (int epoch = 1; epoch <= _recipe.Epochs && running.Length > 0; epoch++)
            {
                var trainingClock = Stopwatch.StartNew();
                RunEpoch(epoch, steps, running, inputs, train, stepped);
                double trainingSeconds = trainingClock.Elapsed.TotalSeconds;
                _heads!.CopyTo([.. running.Select(seed => seed.Head)]);
                IReadOnlyList<EvaluationReport>? reports = validation is null ? null : Score(running.Length, validationInputs!, validation);
                EndEpoch(epoch, running, reports, clock.Elapsed.TotalSeconds / running.Length, trainingSeconds / running.Length);
                clock.Restart();
                running = Narrow(running);
            }

            return [.. seeds.Select(seed => (seed.Seed, seed.End(train)))];
        }
        finally
        {
            Array.ForEach(seeds, seed => seed.Dispose());
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _optimizer?.Dispose();
        _heads?.Dispose();
        _loss.Dispose();
    }

    private void RunEpoch(int epoch, int steps, StackedSeed[] running, StoredRows inputs, EncodedRows train, Action<int, StepResult>? stepped)
    {
        int warmUpSteps = _recipe.WarmUp.Steps(steps);
        int[][][] plans = [.. running.Select(seed => (_recipe with { Seed = seed.Seed }).PlanEpoch(inputs.Lengths, epoch).Select(batches => batches[0]).ToArray())];
        var dropout = Dropout.Stacked(running.Select(seed => seed.Seed), _masks);
        var step = new StackedStep(inputs, train, _heads!, _optimizer!, _loss, dropout, _recipe.MaxGradNorm);
        _progress.Begin(TrainingStage.Training, epoch, plans[0].Length, train.Inputs.Count);
        for (int i = 0, rows = 0; i < plans[0].Length; i++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            double rate = RateMultiplier.At(_recipe.Schedule, running[0].Steps, warmUpSteps, steps);
            IReadOnlyList<StepResult> results = step.Run([.. plans.Select(plan => plan[i])], rate);
            for (int seed = 0; seed < running.Length; seed++)
            {
                running[seed].Count(results[seed]);
                stepped?.Invoke(running[seed].Seed, results[seed]);
            }

            rows += plans[0][i].Length;
            _progress.Report(i + 1, rows, running[0].MeanLoss, rate * _recipe.HeadLearningRate);
        }

        _masks = dropout.Position;
    }

    private IReadOnlyList<EvaluationReport> Score(int models, StoredRows inputs, EncodedRows validation) => Scoring.EvaluateEach(
        models,
        _context.Device,
        inputs.Lengths,
        rows => _heads!.Forward(inputs.Features(rows).unsqueeze(0).expand(models, -1, -1), Dropout.None), // (M, B, labels)
        validation.Targets,
        validation.TruncatedRows,
        _task,
        DecisionRule.Of(_task),
        _ => _context.Cancellation.ThrowIfCancellationRequested());

    /// <summary>What passed through the encoder is counted for the first run; the others were spared it.</summary>
    private void EndEpoch(int epoch, StackedSeed[] running, IReadOnlyList<EvaluationReport>? reports, double seconds, double trainingSeconds)
    {
        EncoderPasses frozen = _passes.TakeFrozen(), stored = _passes.TakeStored();
        for (int i = 0; i < running.Length; i++)
        {
            running[i].Note(new EpochReport
            {
                Epoch = epoch,
                TrainingLoss = running[i].MeanLoss,
                Validation = reports?[i],
                Seconds = seconds,
                TrainingSeconds = trainingSeconds,
                FrozenPasses = i == 0 ? frozen : default,
                StoredPasses = i == 0 ? stored : stored + frozen,
                TrainedPasses = default,
            });
        }
    }

    /// <summary>Leaves out the runs that have stopped.</summary>
    private StackedSeed[] Narrow(StackedSeed[] running)
    {
        int[] left = [.. running.Index().Where(pair => !pair.Item.Best.PatienceIsOver).Select(pair => pair.Index)];
        if (left.Length == running.Length || left.Length == 0)
        {
            return left.Length == 0 ? [] : running;
        }

        using DisposeScope scope = NewDisposeScope();
        StackedSeed[] rest = [.. left.Select(index => running[index])];
        Tensor indices = tensor(left.Select(index => (long)index).ToArray()).to(_context.Device);
        Stack(rest, _optimizer!.State.ToDictionary(pair => pair.Key, pair => pair.Value.dim() == 0 ? pair.Value : pair.Value.index_select(0, indices), StringComparer.Ordinal));
        return rest;
    }

    private void Stack(StackedSeed[] seeds, IReadOnlyDictionary<string, Tensor>? state)
    {
        var heads = new HeadStack(_task.Head, [.. seeds.Select(seed => seed.Head)]);
        var optimizer = new FusedAdamW(_recipe.Groups(heads.Parameters, _model.Configuration.Layers), state);
        _optimizer?.Dispose();
        _heads?.Dispose();
        (_heads, _optimizer) = (heads, optimizer);
    }
}
