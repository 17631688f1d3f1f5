using CodegenBert.Evaluation;
using CodegenBert.Training.Reports;
using CodegenBert.Training.Surveys;
using CodegenBert.Training.Trials;

namespace CodegenBert.Training;

/// <summary>What passed through a part of the encoder: texts, and their real tokens (without padding).</summary>
/// <param name="Texts">Number of texts.</param>
/// <param name="Tokens">Number of tokens, <c>[CLS]</c> and <c>[SEP]</c> included.</param>
public readonly record struct EncoderPasses(long Texts, long Tokens)
{
    /// <summary>The sum of two counts.</summary>
    public static EncoderPasses operator +(EncoderPasses left, EncoderPasses right) => left.Add(right);

    /// <summary>The difference of two counts.</summary>
    public static EncoderPasses operator -(EncoderPasses left, EncoderPasses right) => left.Subtract(right);

    /// <summary>The sum of two counts.</summary>
    /// <param name="other">What is added.</param>
    public EncoderPasses Add(EncoderPasses other) => new(Texts + other.Texts, Tokens + other.Tokens);

    /// <summary>The difference of two counts.</summary>
    /// <param name="other">What is taken away.</param>
    public EncoderPasses Subtract(EncoderPasses other) => new(Texts - other.Texts, Tokens - other.Tokens);
}

/// <summary>One epoch of a run.</summary>
public sealed record EpochReport
{
    /// <summary>1-based number.</summary>
    public required int Epoch { get; init; }

    /// <summary>1-based phase that the epoch belongs to; 1 where the run has no phases.</summary>
    public int Phase { get; init; } = 1;

    /// <summary>Mean loss over the epoch's training rows, weighted as in training, as seen while training (with dropout).</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>The validation rows' figures; null without validation data.</summary>
    public EvaluationReport? Validation { get; init; }

    /// <summary>Seconds of the epoch: its share of encoding, its steps and its validation.</summary>
    public required double Seconds { get; init; }

    /// <summary>Of <see cref="Seconds"/>, those spent on the optimiser's steps alone.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>What passed through the frozen part in this epoch (of training and validation data; each window of a long text is one): in the first, nothing later, and nothing that is remembered.</summary>
    public required EncoderPasses FrozenPasses { get; init; }

    /// <summary>What did not have to pass through the frozen part in this epoch, because an earlier run on the same frozen weights, or an equal text in this one, did. With <see cref="FrozenPasses"/> it makes up all rows.</summary>
    public EncoderPasses StoredPasses { get; init; }

    /// <summary>What passed through the trained part in this epoch (of training and validation data).</summary>
    public required EncoderPasses TrainedPasses { get; init; }
}

/// <summary>What happened in a training run.</summary>
public sealed record TrainingReport
{
    /// <summary>The epochs that were run.</summary>
    public required IReadOnlyList<EpochReport> Epochs { get; init; }

    /// <summary>The epoch whose weights the classifier has, 1-based.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Whether early stopping ended the run (its last phase) before its last epoch.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>Steps of the optimiser in the whole run.</summary>
    public required int Steps { get; init; }

    /// <summary>The step after which the run went on from a saved state; null for a run that began anew.</summary>
    public int? ResumedAtStep { get; init; }

    /// <summary>Training rows.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Training rows that were longer than <c>max_length</c> and were cut.</summary>
    public required int TruncatedRows { get; init; }

    /// <summary>Seconds of the whole run.</summary>
    public required double Seconds { get; init; }

    /// <summary>The task's name.</summary>
    public string Task { get; init; } = "";

    /// <summary>When the run began; null if that is not known.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>What the data were like before the first step; null if nobody looked.</summary>
    public DataSurvey? Survey { get; init; }

    /// <summary>The optimiser's steps: all of them, or of many an even selection of a few thousand.</summary>
    public IReadOnlyList<StepReport> History { get; init; } = [];

    /// <summary>All settings that were in force.</summary>
    public IReadOnlyList<RecipeSetting> Recipe { get; init; } = [];

    /// <summary>SHA-256 of the training rows' ids, segments and targets, in their order; null if it was not taken.</summary>
    public string? DataHash { get; init; }

    /// <summary>SHA-256 of the file of weights that the run started from, as <c>sha256sum</c> prints it; null if it was not taken.</summary>
    public string? EncoderHash { get; init; }

    /// <summary>What the seconds were spent on, from the loading of the encoder to the last validation.</summary>
    public IReadOnlyList<PartTime> Parts { get; init; } = [];

    /// <summary>The most memory that the process has had since it began, in bytes; null if it was not taken.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>What the run was made with and on.</summary>
    public RunEnvironment? Environment { get; init; }

    /// <summary>The validation rows with the highest loss in the best epoch, at most 20, the highest first.</summary>
    public IReadOnlyList<HardRow> HardestRows { get; init; } = [];

    /// <summary>The validation rows that are wrong with the highest probability in the best epoch, at most 20, the highest first; none for a score.</summary>
    public IReadOnlyList<HardRow> ConfidentlyWrongRows { get; init; } = [];

    /// <summary>The epoch whose weights the classifier has; null if there is none of that number.</summary>
    public EpochReport? Best => Epochs.FirstOrDefault(epoch => epoch.Epoch == BestEpoch);

    /// <summary>Which numbers the encoder computed with, and why.</summary>
    public PrecisionChoice? Precision { get; init; }

    /// <summary>How <c>freeze: auto</c> chose what is trained; null where the spec says it.</summary>
    public FreezeLadderReport? FreezeLadder { get; init; }

    /// <summary>The runs of all seeds, of which the kept one is reported here; null where there is one seed.</summary>
    public SeedsReport? Seeds { get; init; }

    /// <summary>What passed through the frozen part in the whole run.</summary>
    public EncoderPasses FrozenPasses => Epochs.Aggregate(default(EncoderPasses), (sum, epoch) => sum + epoch.FrozenPasses);

    /// <summary>What did not have to pass through the frozen part in the whole run, because it is remembered.</summary>
    public EncoderPasses StoredPasses => Epochs.Aggregate(default(EncoderPasses), (sum, epoch) => sum + epoch.StoredPasses);

    /// <summary>What passed through the trained part in the whole run.</summary>
    public EncoderPasses TrainedPasses => Epochs.Aggregate(ConfidencePasses, (sum, epoch) => sum + epoch.TrainedPasses);

    /// <summary>The temperature that the validation rows gave; null for other tasks than those of one label, and where <see cref="Tasks.Calibration.None"/> was asked for.</summary>
    public CalibrationReport? Calibration { get; init; }

    /// <summary>The thresholds that the validation rows gave; null for other tasks than those of several labels, and where they were not to be tuned.</summary>
    public ThresholdReport? Thresholds { get; init; }

    /// <summary>What passed through the trained part after the last epoch, for <see cref="Calibration"/> or <see cref="Thresholds"/>: the validation rows, once.</summary>
    public EncoderPasses ConfidencePasses { get; init; }

    /// <summary>The report in Markdown (GitHub's): figures and tables, without plots.</summary>
    public string ToMarkdown() => ReportMarkdown.Of(this);
}
