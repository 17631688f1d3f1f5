using System.Globalization;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>All numbers of a run's optimisation.</summary>
internal sealed record Recipe
{
    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    public required double HeadLearningRate { get; init; }

    public required double WeightDecay { get; init; }

    public required WarmUp WarmUp { get; init; }

    public required RateSchedule Schedule { get; init; }

    public required double MaxGradNorm { get; init; }

    public required int? EarlyStopping { get; init; }

    public required int Seed { get; init; }

    /// <summary>The figure that the best epoch has and that early stopping watches.</summary>
    public ValidationMetric BestBy { get; init; }

    /// <summary>By how much it must improve for the patience to begin anew.</summary>
    public double LeastChange { get; init; }

    /// <summary>Batches in a step.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Padded tokens in a batch, at most; null for no such bound.</summary>
    public int? TokensPerBatch { get; init; }

    /// <summary>Top layers that start anew.</summary>
    public int ReinitializedLayers { get; init; }

    /// <summary>What the run does one after the other; none for a single phase with the task's freezing.</summary>
    public IReadOnlyList<TrainingPhase> Phases { get; init; } = [];

    /// <summary>A weight per label (for several labels, of its presence), or null.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    public double LabelSmoothing { get; init; }

    /// <summary>Layer-wise decay d: the top layer's rate is the encoder's times d, the one below times d squared, and so on (Howard and Ruder 2018); 1 for none.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>The options' recipe for a task and its training rows. Frozen features without validation data to tell when to stop are learnt with a falling rate (never a constant one), and for fewer epochs if the spec leaves their number open.</summary>
    /// <param name="task">The task.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="targets">What the training rows say.</param>
    /// <param name="hasValidation">Whether there are validation rows.</param>
    /// <exception cref="TrainingException">An option is unusable.</exception>
    public static Recipe From(TaskDefinition task, TrainingOptions options, IReadOnlyCollection<RowTarget> targets, bool hasValidation)
    {
        CheckOutput(task, options);
        Require(
            task.Phases.Count == 0 || options.Epochs == options.Defaults.Epochs, nameof(options.Epochs), options.Epochs,
            $"{options.Defaults.Epochs} only, since the phases of {task.SpecPath} have their own; leave the option alone");
        Require(options.Seeds >= 1, nameof(options.Seeds), options.Seeds, "1 or more");
        int? blind = hasValidation ? null : options.Defaults.EpochsWithoutValidation;
        var recipe = new Recipe
        {
            Epochs = blind is int epochs && options.Epochs == options.Defaults.Epochs ? epochs : options.Epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.EncoderLearningRate,
            HeadLearningRate = options.HeadLearningRate,
            WeightDecay = options.WeightDecay,
            WarmUp = options.WarmUp,
            Schedule = blind is not null && options.Schedule == RateSchedule.Constant ? RateSchedule.Linear : options.Schedule,
            MaxGradNorm = options.MaxGradNorm,
            EarlyStopping = options.EarlyStopping,
            Seed = options.Seed,
            BestBy = options.BestBy,
            LeastChange = options.EarlyStoppingLeastChange,
            Accumulation = options.GradientAccumulation,
            TokensPerBatch = options.TokensPerBatch,
            ReinitializedLayers = options.ReinitializedLayers,
            Phases = task.Phases,
            ClassWeights = Training.ClassWeights.Of(task, options.ClassWeights, targets),
            LabelSmoothing = options.LabelSmoothing,
            LayerDecay = options.LayerDecay,
        };
        recipe.Check();
        return recipe;
    }

    /// <summary>The model's trained parameters by rate and decay. The pooler learns at the encoder's rate, as in transformers where it is a part of it.</summary>
    public IEnumerable<ParameterGroup> Groups(SequenceClassifier model) => Groups(model.TrainedParameters, model.Configuration.Layers);

    /// <summary>Parameters by rate and decay.</summary>
    /// <param name="parameters">All of them are trained.</param>
    /// <param name="layers">The encoder's layers.</param>
    public IEnumerable<ParameterGroup> Groups(IEnumerable<ModelParameter> parameters, int layers) =>
        from parameter in parameters
        group parameter by (Rate: PeakRate(parameter, layers), Decay: parameter.Decays ? WeightDecay : 0) into grouped
        select new ParameterGroup([.. grouped], grouped.Key.Rate, grouped.Key.Decay);

    /// <summary>The phases of a run of the task, at least one.</summary>
    /// <param name="task">The task.</param>
    public IReadOnlyList<TrainingPhase> PhasesOf(TaskDefinition task) => Phases.Count > 0 ? Phases : [new(Epochs, task.Freeze)];

    /// <summary>The recipe of one phase: its epochs and rates.</summary>
    /// <param name="phase">The phase.</param>
    public Recipe In(TrainingPhase phase) => this with
    {
        Epochs = phase.Epochs,
        LearningRate = phase.LearningRate ?? LearningRate,
        HeadLearningRate = phase.HeadLearningRate ?? HeadLearningRate,
    };

    /// <summary>The batches of an epoch, in the groups that make a step each.</summary>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="epoch">1-based, over the whole run.</param>
    public IReadOnlyList<int[][]> PlanEpoch(IReadOnlyList<int> lengths, int epoch) =>
        [.. BatchPlanner.PlanEpoch(lengths, BatchSize, Seed, epoch, TokensPerBatch).Chunk(Accumulation)];

    /// <summary>Steps of the optimiser in the epochs from one to another.</summary>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="firstEpoch">1-based, over the whole run.</param>
    public int CountSteps(IReadOnlyList<int> lengths, int firstEpoch)
    {
        if (TokensPerBatch is not null)
        {
            return Enumerable.Range(firstEpoch, Epochs).Sum(epoch => PlanEpoch(lengths, epoch).Count);
        }

        int batches = (lengths.Count + BatchSize - 1) / BatchSize;
        return Epochs * ((batches + Accumulation - 1) / Accumulation);
    }

    /// <summary>The loss of the task's kind of output.</summary>
    /// <param name="task">The task.</param>
    /// <param name="device">Where logits live.</param>
    public ITrainingLoss Loss(TaskDefinition task, Device device) => task.Output.Kind switch
    {
        OutputKind.MultiLabel => new BinaryCrossEntropy(task.LogitCount, ClassWeights, LabelSmoothing, device),
        OutputKind.Regression => new SquaredError(device),
        _ => new CrossEntropy(ClassWeights, LabelSmoothing, device),
    };

    private static void CheckOutput(TaskDefinition task, TrainingOptions options)
    {
        if (task.Output.Kind == OutputKind.Regression)
        {
            Require(options.LabelSmoothing == 0, nameof(options.LabelSmoothing), options.LabelSmoothing, $"0 only, since {task.Name} has a score and no labels");
            Require(options.ClassWeights == ClassWeighting.None, nameof(options.ClassWeights), options.ClassWeights, $"{ClassWeighting.None} only, since {task.Name} has a score and no labels");
        }

        IReadOnlyList<ValidationMetric> metrics = MetricReading.MetricsOf(task.Output.Kind);
        Require(metrics.Contains(options.BestBy), nameof(options.BestBy), options.BestBy, $"one of {string.Join(", ", metrics)}, since {task.Name} has the output {task.Output.Kind}");
        Require(Enum.IsDefined(options.ClassWeights), nameof(options.ClassWeights), options.ClassWeights, string.Join(" or ", Enum.GetNames<ClassWeighting>()));
    }

    private double PeakRate(ModelParameter parameter, int layers) => parameter.Depth switch
    {
        ModelParameter.AboveEncoder => parameter.Name.StartsWith("pooler.", StringComparison.Ordinal) ? LearningRate : HeadLearningRate,
        int depth => LearningRate * Math.Pow(LayerDecay, layers + 1 - depth),
    };

    private void Check()
    {
        Require(Epochs >= 1, nameof(Epochs), Epochs, "1 or more");
        Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "1 or more");
        Require(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, "above 0, at most 1");
        Require(HeadLearningRate is > 0 and <= 1, nameof(HeadLearningRate), HeadLearningRate, "above 0, at most 1");
        Require(LayerDecay is > 0 and <= 1, nameof(LayerDecay), LayerDecay, "above 0, at most 1");
        Require(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), LabelSmoothing, "0 to below 1");
        Require(WeightDecay is >= 0 and <= 1, nameof(WeightDecay), WeightDecay, "0 to 1");
        Require(MaxGradNorm is >= 0 and < double.PositiveInfinity, nameof(MaxGradNorm), MaxGradNorm, "0 (off) or more");
        Require(LeastChange is >= 0 and < double.PositiveInfinity, "EarlyStoppingLeastChange", LeastChange, "0 or more");
        Require(Accumulation >= 1, "GradientAccumulation", Accumulation, "1 or more");
        Require(TokensPerBatch is null or >= 1, nameof(TokensPerBatch), TokensPerBatch ?? 0, "1 or more, or null");
        Require(ReinitializedLayers >= 0, nameof(ReinitializedLayers), ReinitializedLayers, "0 or more");
        Require(EarlyStopping is null or >= 1, nameof(EarlyStopping), EarlyStopping ?? 0, "1 or more, or null");
    }

    private static void Require<T>(bool holds, string option, T value, string allowed)
    {
        if (!holds)
        {
            throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"The option {option} is {value}; allowed is {allowed}."));
        }
    }
}
