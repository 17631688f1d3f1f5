using CodegenBert.Checkpoints.Sources;
using CodegenBert.Tasks;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Training;

/// <summary>The options of a training run; they start from the spec's values. Each task's generated options derive from these.</summary>
public abstract record TrainingOptions
{
    /// <summary>Takes the spec's values.</summary>
    /// <param name="defaults">The task's training section.</param>
    protected TrainingOptions(TrainingDefaults defaults)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        Defaults = defaults;
        Epochs = defaults.Epochs;
        BatchSize = defaults.BatchSize;
        EncoderLearningRate = defaults.LearningRate;
        HeadLearningRate = defaults.HeadLearningRate;
        LayerDecay = defaults.LayerDecay;
        LabelSmoothing = defaults.LabelSmoothing;
        ClassWeights = defaults.ClassWeights;
        WeightDecay = defaults.WeightDecay;
        WarmUp = defaults.WarmUp;
        Schedule = defaults.Schedule;
        MaxGradNorm = defaults.MaxGradNorm;
        EarlyStopping = defaults.EarlyStopping;
        EarlyStoppingLeastChange = defaults.EarlyStoppingLeastChange;
        BestBy = defaults.BestBy;
        GradientAccumulation = defaults.GradientAccumulation;
        TokensPerBatch = defaults.TokensPerBatch;
        Seeds = defaults.Seeds;
        Precision = defaults.Precision;
        GradientCheckpointing = defaults.GradientCheckpointing;
        ReinitializedLayers = defaults.ReinitializedLayers;
        Thresholds = defaults.Thresholds;
        Calibration = defaults.Calibration;
        Seed = defaults.Seed;
    }

    /// <inheritdoc cref="TrainingDefaults.Epochs" />
    public int Epochs { get; init; }

    /// <inheritdoc cref="TrainingDefaults.BatchSize" />
    public int BatchSize { get; init; }

    /// <inheritdoc cref="TrainingDefaults.HeadLearningRate" />
    public double HeadLearningRate { get; init; }

    /// <inheritdoc cref="TrainingDefaults.WeightDecay" />
    public double WeightDecay { get; init; }

    /// <inheritdoc cref="TrainingDefaults.WarmUp" />
    public WarmUp WarmUp { get; init; }

    /// <inheritdoc cref="TrainingDefaults.Schedule" />
    public RateSchedule Schedule { get; init; }

    /// <inheritdoc cref="TrainingDefaults.MaxGradNorm" />
    public double MaxGradNorm { get; init; }

    /// <inheritdoc cref="TrainingDefaults.EarlyStopping" />
    public int? EarlyStopping { get; init; }

    /// <inheritdoc cref="TrainingDefaults.EarlyStoppingLeastChange" />
    public double EarlyStoppingLeastChange { get; init; }

    /// <inheritdoc cref="TrainingDefaults.BestBy" />
    public ValidationMetric BestBy { get; init; }

    /// <inheritdoc cref="TrainingDefaults.GradientAccumulation" />
    public int GradientAccumulation { get; init; }

    /// <inheritdoc cref="TrainingDefaults.TokensPerBatch" />
    public int? TokensPerBatch { get; init; }

    /// <inheritdoc cref="TrainingDefaults.Precision" />
    public Precision Precision { get; init; }

    /// <inheritdoc cref="TrainingDefaults.Seeds" />
    public int Seeds { get; init; }

    /// <inheritdoc cref="TrainingDefaults.Seed" />
    public int Seed { get; init; }

    /// <summary>Keeps the weights of the epoch that is best by <see cref="BestBy"/> (if there is validation data) instead of the last epoch's.</summary>
    public bool KeepBestEpoch { get; init; } = true;

    /// <summary>
    /// How long <c>freeze: auto</c> may try, at most: a freezing whose trial would end later (estimated from the one before) is left out, but the first is always tried.
    /// Not used where the spec says what is frozen.
    /// </summary>
    public TimeSpan FreezeBudget { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Where the training computes.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>libtorch's threads, for the whole process; null leaves them as they are (by default one per core).</summary>
    public int? Threads { get; init; }

    /// <summary>A folder with the pretrained encoder in place of the spec's; null for the spec's.</summary>
    public string? EncoderPath { get; init; }

    /// <summary>
    /// A saved model that training goes on from, head included, in place of the encoder with a new head: one that this task saved, or a
    /// <c>ForSequenceClassification</c> model of transformers whose labels and head are the spec's. Null starts from the encoder.
    /// The optimiser and the schedule start anew.
    /// </summary>
    public string? ContinueFrom { get; init; }

    /// <summary>Where the trained model is saved when training ends; null saves nothing.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Is told how far the download of a hub's encoder is; null for none. Nothing is reported where the cache has it.</summary>
    public IProgress<DownloadProgress>? DownloadProgress { get; init; }

    /// <summary>
    /// Where and how often the run's state is saved, to go on from after a kill; null saves none. Of several seeds, folds or freezings those that have ended are not repeated.
    /// Seeds that are trained in one pass, where only heads are, save none: the pass is short, and begun anew it gives the same.
    /// </summary>
    public TrainingCheckpoints? Checkpoints { get; init; }

    /// <summary>Where what the frozen part says of texts is remembered beyond the run; null remembers it for the run alone, in memory.</summary>
    public RepresentationCache? RepresentationCache { get; init; } = RepresentationCache.Default;

    /// <summary>A folder that TensorBoard's events are written to: loss, rate and gradient norm of each step, the validation figures of each epoch; null writes none.</summary>
    public string? TensorBoardFolder { get; init; }

    /// <summary>Gets what the run has to say; the library itself writes nothing to the console.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Peak learning rate of the encoder's trained part; not used where everything is frozen.</summary>
    protected internal double EncoderLearningRate { get; init; }

    /// <inheritdoc cref="TrainingDefaults.LayerDecay" />
    protected internal double LayerDecay { get; init; }

    /// <inheritdoc cref="TrainingDefaults.LabelSmoothing" />
    protected internal double LabelSmoothing { get; init; }

    /// <inheritdoc cref="TrainingDefaults.ClassWeights" />
    protected internal ClassWeighting ClassWeights { get; init; }

    /// <inheritdoc cref="TrainingDefaults.ReinitializedLayers" />
    protected internal int ReinitializedLayers { get; init; }

    /// <inheritdoc cref="TrainingDefaults.GradientCheckpointing" />
    protected internal bool GradientCheckpointing { get; init; }

    /// <inheritdoc cref="TrainingDefaults.Thresholds" />
    protected internal ThresholdRule Thresholds { get; init; }

    /// <inheritdoc cref="TrainingDefaults.Calibration" />
    protected internal Calibration Calibration { get; init; }

    /// <summary>The spec's values.</summary>
    protected internal TrainingDefaults Defaults { get; }
}
