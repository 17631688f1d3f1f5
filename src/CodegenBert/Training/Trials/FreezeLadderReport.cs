using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Trials;

/// <summary>A freezing that <c>freeze: auto</c> has tried, or has left out.</summary>
public sealed record FreezeRung
{
    /// <summary>The freezing.</summary>
    public required FreezePlan Freeze { get; init; }

    /// <summary>The metric's value on the validation rows in the best epoch; null if it was not tried, since that would not have fitted into the budget.</summary>
    public double? Value { get; init; }

    /// <summary>All figures of that epoch; null if it was not tried.</summary>
    public EvaluationReport? Validation { get; init; }

    /// <summary>The best epoch, 1-based; null if it was not tried.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Seconds of the trial.</summary>
    public double Seconds { get; init; }

    /// <summary>By how much it is better than the kept freezing, in the metric's unit, negative if it is worse; null for that one and if it was not tried.</summary>
    public double? Gain { get; init; }

    /// <summary>The standard error of <see cref="Gain"/>, from the rows' differences.</summary>
    public double? Noise { get; init; }

    /// <summary>The freezing that is better by more than the noise; of several the one by most; null if none is.</summary>
    public FreezePlan? BeatenBy { get; init; }

    /// <summary>By how much <see cref="BeatenBy"/> is better, in the metric's unit; 0 if none is.</summary>
    public double BeatenByGain { get; init; }

    /// <summary>The standard error of <see cref="BeatenByGain"/>, from the rows' differences; 0 if none is better.</summary>
    public double BeatenByNoise { get; init; }
}

/// <summary>
/// How <c>freeze: auto</c> chose what is trained: from the cheapest freezing to the dearest each was tried on the same rows with the same seed; the cheapest is kept that no
/// other beats by more than the noise, the standard error of the difference over the validation rows.
/// </summary>
public sealed record FreezeLadderReport
{
    /// <summary>The metric by which they were compared.</summary>
    public required ValidationMetric Metric { get; init; }

    /// <summary>The freezings, from the cheapest to the dearest.</summary>
    public required IReadOnlyList<FreezeRung> Rungs { get; init; }

    /// <summary>The freezing that is kept.</summary>
    public required FreezePlan Chosen { get; init; }

    /// <summary>Rows that they were compared on.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>Whether those rows are a tenth of the training rows, held out for the ladder since no validation rows were given, and learnt from after it.</summary>
    public required bool HeldOut { get; init; }

    /// <summary>Seconds of all trials.</summary>
    public double Seconds => Rungs.Sum(rung => rung.Seconds);
}
