using CodegenBert.Data;
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
            ClassWeights = Training.ClassWeights.Of(task, options.ClassWeights, targets),
            LabelSmoothing = options.LabelSmoothing,
            LayerDecay = options.LayerDecay,
        };
        recipe.Check();
        return recipe;
    }

    /// <summary>The model's trained parameters by rate and decay. The pooler learns at the encoder's rate, as in transformers where it is a part of it.</summary>
    public IEnumerable<ParameterGroup> Groups(SequenceClassifier model) =>
        from parameter in model.TrainedParameters
        group parameter.Value by (Rate: PeakRate(parameter, model.Configuration.Layers), Decay: parameter.Decays ? WeightDecay : 0) into grouped
        select new ParameterGroup([.. grouped], grouped.Key.Rate, grouped.Key.Decay);

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
        Require(EarlyStopping is null or >= 1, nameof(EarlyStopping), EarlyStopping ?? 0, "1 or more, or null");
    }

    private static void Require<T>(bool holds, string option, T value, string allowed)
    {
        if (!holds)
        {
            throw new TrainingException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The option {option} is {value}; allowed is {allowed}."));
        }
    }
}
