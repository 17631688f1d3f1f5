using System.Globalization;
using CodegenBert.Tasks;

namespace CodegenBert.Training;

/// <summary>Which numbers a run computed with, and why.</summary>
public sealed record PrecisionChoice
{
    /// <summary>What the spec or the options ask for.</summary>
    public required Precision Asked { get; init; }

    /// <summary>What the run computed with: <see cref="Precision.Float32"/> or <see cref="Precision.BFloat16"/>.</summary>
    public required Precision Used { get; init; }

    /// <summary>The reason, a clause.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// Of the check that <see cref="Precision.Auto"/> makes: the norm of the difference between what the head reads of the checked rows in bfloat16 and in float32, as a share of
    /// the norm in float32; null where nothing was checked.
    /// </summary>
    public double? RelativeDifference { get; init; }

    /// <summary>Of the same check: seconds in float32 / seconds in bfloat16; null where nothing was checked.</summary>
    public double? SpeedUp { get; init; }

    /// <summary>The choice with its reason.</summary>
    public override string ToString() => RelativeDifference is double difference && SpeedUp is double speedUp
        ? string.Create(CultureInfo.InvariantCulture, $"{Used}: {Reason} (difference {difference:P2}, {speedUp:F1} times as fast)")
        : $"{Used}: {Reason}";
}
