namespace CodegenBert.Tasks;

/// <summary>The shape of the learning rate after the warm-up.</summary>
public enum RateSchedule
{
    /// <summary>Falls linearly to zero.</summary>
    Linear = 0,

    /// <summary>Stays at its peak.</summary>
    Constant = 1,

    /// <summary>Falls along half a cosine to zero.</summary>
    Cosine = 2,
}

/// <summary>How a task is trained: the spec's values, which the options of a run may change. AdamW with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
public sealed record TrainingDefaults
{
    /// <summary>Passes over the training rows, at most.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>
    /// Passes over the training rows where there are no validation rows to tell when to stop, with a linearly falling rate; null for <see cref="Epochs"/>.
    /// Specs that freeze everything have it: 20 if they name no epochs.
    /// </summary>
    public int? EpochsWithoutValidation { get; init; }

    /// <summary>Rows in a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Peak learning rate of the encoder's trained part.</summary>
    public double LearningRate { get; init; } = 2e-5;

    /// <summary>Peak learning rate of the head.</summary>
    public double HeadLearningRate { get; init; } = 2e-5;

    /// <summary>Layer-wise decay d of the encoder's rate, above 0, at most 1: the top layer's rate is the encoder's times d, the one below times d squared (Howard and Ruder 2018); 1 for none.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>Decoupled weight decay of matrices; biases and LayerNorm have none.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Linear rise of the rate from zero.</summary>
    public WarmUp WarmUp { get; init; } = WarmUp.OfFraction(0.1);

    /// <summary>The rate's shape after the warm-up.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.Linear;

    /// <summary>The gradient of all trained parameters is scaled down to this norm; 0 turns that off.</summary>
    public double MaxGradNorm { get; init; } = 1.0;

    /// <summary>Share s of the target that is spread over all classes, 0 to below 1 (Szegedy et al. 2016); of several labels each target moves by s / 2 towards the middle.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>How much the classes weigh in the loss, beside the labels' own weights.</summary>
    public ClassWeighting ClassWeights { get; init; } = ClassWeighting.None;

    /// <summary>Patience: stops after so many epochs in which <see cref="BestBy"/> did not improve; null never stops early.</summary>
    public int? EarlyStopping { get; init; }

    /// <summary>How much <see cref="BestBy"/> must improve for an epoch to count as better when it is decided whether to stop, in the metric's own unit.</summary>
    public double EarlyStoppingLeastChange { get; init; }

    /// <summary>The figure of the validation rows that the best epoch has, and that early stopping watches.</summary>
    public ValidationMetric BestBy { get; init; } = ValidationMetric.Loss;

    /// <summary>How many of the encoder's top layers start from new random weights in place of the pretrained ones (Zhang et al. 2021, "Revisiting Few-sample BERT Fine-tuning", section 5).</summary>
    public int ReinitializedLayers { get; init; }

    /// <summary>The numbers that the encoder computes with while it trains; weights are kept in float32 in any case.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>How many batches make one step of the optimiser: the gradient is that of all their rows together.</summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>Tokens of a batch, padding included, at most: a batch has as many rows as fit, and <see cref="BatchSize"/> at most; null for batches of <see cref="BatchSize"/> rows.</summary>
    public int? TokensPerBatch { get; init; }

    /// <summary>Whether each layer's activations are computed again in the backward pass in place of being kept (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost"): less memory, about a third more time.</summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>How the probability from which each of several labels is predicted is found.</summary>
    public ThresholdRule Thresholds { get; init; } = ThresholdRule.Fixed;

    /// <summary>Whether probabilities are calibrated on the validation rows.</summary>
    public Calibration Calibration { get; init; } = Calibration.Temperature;

    /// <summary>How many runs are made, which differ in their seed alone (initialisation, order and dropout); the best of them by <see cref="BestBy"/> is kept.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Seed of initialisation, order and dropout.</summary>
    public int Seed { get; init; } = 42;
}
