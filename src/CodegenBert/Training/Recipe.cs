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

    public IReadOnlyList<float>? ClassWeights { get; init; }

    public double LabelSmoothing { get; init; }

    /// <summary>Layer-wise decay d: the top layer's rate is the encoder's times d, the one below times d squared, and so on (Howard and Ruder 2018); 1 for none.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>The options' recipe. Frozen features without validation data to tell when to stop are learnt with a falling rate, and for fewer epochs if the spec leaves their number open.</summary>
    public static Recipe From(TrainingOptions options, bool hasValidation)
    {
        int? blind = hasValidation ? null : options.Defaults.EpochsWithoutValidation;
        var recipe = new Recipe
        {
            Epochs = blind is int epochs && options.Epochs == options.Defaults.Epochs ? epochs : options.Epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.EncoderLearningRate,
            HeadLearningRate = options.HeadLearningRate,
            WeightDecay = options.WeightDecay,
            WarmUp = options.WarmUp,
            Schedule = blind is null ? options.Schedule : RateSchedule.Linear,
            MaxGradNorm = options.MaxGradNorm,
            EarlyStopping = options.EarlyStopping,
            Seed = options.Seed,
        };
        recipe.Check();
        return recipe;
    }

    /// <summary>The model's trained parameters by rate and decay. The pooler learns at the encoder's rate, as in transformers where it is a part of it.</summary>
    public IEnumerable<ParameterGroup> Groups(SequenceClassifier model) =>
        from parameter in model.TrainedParameters
        group parameter.Value by (Rate: PeakRate(parameter, model.Configuration.Layers), Decay: parameter.Decays ? WeightDecay : 0) into grouped
        select new ParameterGroup([.. grouped], grouped.Key.Rate, grouped.Key.Decay);

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
        Require(WeightDecay is >= 0 and <= 1, nameof(WeightDecay), WeightDecay, "0 to 1");
        Require(MaxGradNorm is >= 0 and < double.PositiveInfinity, nameof(MaxGradNorm), MaxGradNorm, "0 (off) or more");
        Require(EarlyStopping is null or >= 1, nameof(EarlyStopping), EarlyStopping ?? 0, "1 or more, or null");
    }

    private static void Require(bool holds, string option, double value, string allowed)
    {
        if (!holds)
        {
            throw new TrainingException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The option {option} is {value}; allowed is {allowed}."));
        }
    }
}
