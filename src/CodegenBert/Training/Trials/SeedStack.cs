using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training.Representations;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training.Trials;

/// <summary>Runs that one thread makes at once, epoch by epoch: their heads side by side, with an optimiser for all.</summary>
internal sealed class SeedStack : IDisposable
{
    private readonly SequenceClassifier _model;
    private readonly TaskDefinition _task;
    private readonly Recipe _recipe;
    private readonly ITrainingLoss _loss;
    private StackedSeed[] _running;
    private HeadStack? _heads;
    private FusedAdamW? _optimizer;
    private ulong _masks;

    /// <summary>Begins the runs.</summary>
    /// <param name="seeds">The runs; they belong to the caller.</param>
    /// <param name="model">Whose frozen part the heads stand on.</param>
    /// <param name="task">The task.</param>
    /// <param name="recipe">All numbers but the seed.</param>
    /// <param name="loss">What is made small.</param>
    public SeedStack(StackedSeed[] seeds, SequenceClassifier model, TaskDefinition task, Recipe recipe, ITrainingLoss loss)
    {
        (_running, _model, _task, _recipe, _loss) = (seeds, model, task, recipe, loss);
        Stack(state: null);
    }

    /// <summary>The runs that go on, M of them.</summary>
    public IReadOnlyList<StackedSeed> Running => _running;

    /// <summary>Whether a step is too little for several threads.</summary>
    public bool IsSmall => TrainingStep.IsSmall(_optimizer!);

    /// <summary>Trains for an epoch; then the runs' heads have their weights.</summary>
    /// <param name="epoch">Its number, from 1.</param>
    /// <param name="steps">Of all epochs.</param>
    /// <param name="inputs">What the heads read.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="progress">Is told of each step; null for no one.</param>
    /// <param name="stepped">Is told of each run's step, by the calling thread: its seed and results.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public void RunEpoch(int epoch, int steps, StoredRows inputs, EncodedRows train, ProgressReporter? progress, Action<int, StepResult>? stepped, CancellationToken cancellation)
    {
        int warmUpSteps = _recipe.WarmUp.Steps(steps);
        int[][][] plans = [.. _running.Select(seed => (_recipe with { Seed = seed.Seed }).PlanEpoch(inputs.Lengths, epoch).Select(batches => batches[0]).ToArray())];
        var dropout = Dropout.Stacked(_running.Select(seed => seed.Seed), _masks);
        var step = new StackedStep(inputs, train, _heads!, _optimizer!, _loss, dropout, _recipe.MaxGradNorm);
        progress?.Begin(TrainingStage.Training, epoch, plans[0].Length, train.Inputs.Count);
        for (int i = 0, rows = 0; i < plans[0].Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double rate = RateMultiplier.At(_recipe.Schedule, _running[0].Steps, warmUpSteps, steps);
            IReadOnlyList<StepResult> results = step.Run([.. plans.Select(plan => plan[i])], rate);
            foreach ((StackedSeed seed, StepResult result) in _running.Zip(results))
            {
                seed.Count(result);
                stepped?.Invoke(seed.Seed, result);
            }

            rows += plans[0][i].Length;
            progress?.Report(i + 1, rows, _running[0].MeanLoss, rate * _recipe.HeadLearningRate);
        }

        _masks = dropout.Position;
        _heads!.CopyTo([.. _running.Select(seed => seed.Head)]);
    }

    /// <summary>(B, inputs) -> each head's logits (M, B, labels)</summary>
    /// <param name="features">What all heads read.</param>
    public Tensor Logits(Tensor features) => _heads!.Forward(features.unsqueeze(0).expand(_running.Length, -1, -1), Dropout.None);

    /// <summary>Leaves out the runs that have stopped; with the last one the weights and the optimiser go.</summary>
    public void LeaveOutStopped()
    {
        int[] left = [.. _running.Index().Where(pair => !pair.Item.Best.PatienceIsOver).Select(pair => pair.Index)];
        if (left.Length == _running.Length)
        {
            return;
        }

        _running = [.. left.Select(index => _running[index])];
        if (left.Length == 0)
        {
            Dispose();
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> state = _optimizer!.State.ToDictionary(StringComparer.Ordinal);
        Tensor indices = tensor(left.Select(index => (long)index).ToArray()).to(state.Values.First().device);
        Stack(state.ToDictionary(pair => pair.Key, pair => pair.Value.dim() == 0 ? pair.Value : pair.Value.index_select(0, indices), StringComparer.Ordinal));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _optimizer?.Dispose();
        _heads?.Dispose();
    }

    private void Stack(IReadOnlyDictionary<string, Tensor>? state)
    {
        var heads = new HeadStack(_task.Head, [.. _running.Select(seed => seed.Head)]);
        var optimizer = new FusedAdamW(_recipe.Groups(heads.Parameters, _model.Configuration.Layers), state);
        Dispose();
        (_heads, _optimizer) = (heads, optimizer);
    }
}
