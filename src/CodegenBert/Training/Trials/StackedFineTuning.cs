using System.Diagnostics;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training.Representations;
using static TorchSharp.torch;

namespace CodegenBert.Training.Trials;

/// <summary>
/// Runs that differ in their seed alone and train nothing but the head, made in one pass: the heads' weights lie in stacked tensors, and each head has the order, the
/// dropout, the clipping, the early stopping and the best epoch that it would have alone. A head whose run has stopped leaves its stack; each thread has a stack of its own.
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
    /// <param name="stepped">Is told of each step: its results by seed; of seeds in different stacks by different threads, at once.</param>
    /// <exception cref="NonFiniteLossException">A loss or a gradient is no number.</exception>
    public IReadOnlyList<(int Seed, TrainingReport Report)> Run(
        IReadOnlyList<(int Seed, ParameterSet Head)> heads, EncodedRows train, EncodedRows? validation, bool keepBestEpoch, Action<int, StepResult>? stepped = null)
    {
        StackedSeed[] seeds = [.. heads.Select(head => new StackedSeed(head.Seed, head.Head, keepBestEpoch && validation is not null, _recipe))];
        List<SeedStack> stacks = [];
        try
        {
            var clock = Stopwatch.StartNew();
            using var prepared = new PreparedRows(_model, _task, _context, _passes, _progress);
            var inputs = (StoredRows)prepared.Of(train);
            StoredRows? validationInputs = validation is null ? null : (StoredRows)prepared.Of(validation);
            int steps = _recipe.CountSteps(inputs.Lengths, firstEpoch: 1);
            int workers = ComputeWorkers.CountOn(_context.Device);
            stacks.AddRange(seeds.Chunk((seeds.Length + workers - 1) / workers).Select(own => new SeedStack(own, _model, _task, _recipe, _loss)));
            for (int epoch = 1; epoch <= _recipe.Epochs && stacks.Count > 0; epoch++)
            {
                var trainingClock = Stopwatch.StartNew();
                // An epoch by itself: were the threads to meet after each step, of half a millisecond, they would wait for each other longer than they compute.
                ComputeWorkers.Run(stacks.Count, i => stacks[i].RunEpoch(epoch, steps, inputs, train, i == 0 ? _progress : null, stepped, _context.Cancellation), areSmall: stacks[0].IsSmall);
                double trainingSeconds = trainingClock.Elapsed.TotalSeconds;
                StackedSeed[] running = [.. stacks.SelectMany(stack => stack.Running)];
                IReadOnlyList<EvaluationReport>? reports = validation is null ? null : Score(stacks, running.Length, validationInputs!, validation);
                EndEpoch(epoch, running, reports, clock.Elapsed.TotalSeconds / running.Length, trainingSeconds / running.Length);
                clock.Restart();
                stacks.ForEach(stack => stack.LeaveOutStopped());
                stacks.RemoveAll(stack => stack.Running.Count == 0);
            }

            return [.. seeds.Select(seed => (seed.Seed, seed.End(train)))];
        }
        finally
        {
            stacks.ForEach(stack => stack.Dispose());
            Array.ForEach(seeds, seed => seed.Dispose());
        }
    }

    /// <inheritdoc />
    public void Dispose() => _loss.Dispose();

    private IReadOnlyList<EvaluationReport> Score(IReadOnlyList<SeedStack> stacks, int models, StoredRows inputs, EncodedRows validation) => Scoring.EvaluateEach(
        models,
        _context.Device,
        inputs.Lengths,
        rows =>
        {
            Tensor features = inputs.Features(rows);
            return cat([.. stacks.Select(stack => stack.Logits(features))]); // (M, B, labels)
        },
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
}
