using System.Globalization;
using CodegenBert.Evaluation;

namespace CodegenBert.Training;

/// <summary>
/// The temperature that was found after a run, with the kept epoch's weights, on the validation rows, and what it changed there (Guo et al. 2017, section 4.2). The figures after it
/// are of the rows that it was fitted to: those of a test part are the honest ones. From some hundred rows on the temperature is known to a few per cent.
/// </summary>
public sealed record CalibrationReport
{
    /// <summary>What logits are divided by before the softmax: above 1 the model was too sure of itself, below 1 not sure enough.</summary>
    public required double Temperature { get; init; }

    /// <summary>How it was found.</summary>
    public required CalibrationOutcome Outcome { get; init; }

    /// <summary>The number of validation rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Mean cross-entropy of the validation rows at temperature 1, in nats; null without rows.</summary>
    public double? LossBefore { get; init; }

    /// <summary>The same at <see cref="Temperature"/>.</summary>
    public double? LossAfter { get; init; }

    /// <summary>The calibration error (<see cref="SingleLabelReport.CalibrationError"/>) of the validation rows at temperature 1; null without rows.</summary>
    public double? CalibrationErrorBefore { get; init; }

    /// <summary>The same at <see cref="Temperature"/>.</summary>
    public double? CalibrationErrorAfter { get; init; }

    /// <summary>The report as lines for a terminal.</summary>
    public string ToTable()
    {
        string how = Outcome switch
        {
            CalibrationOutcome.AtBound => $"the end of the interval that is searched, on {Rows} validation rows",
            CalibrationOutcome.AllRight => $"by the rule of succession: all {Rows} validation rows are right",
            CalibrationOutcome.Undetermined => $"not fitted: the logits of the {Rows} validation rows do not tell",
            CalibrationOutcome.NoValidationRows => "not fitted: there are no validation rows",
            _ => $"fitted on {Rows} validation rows",
        };
        string figures = Rows == 0
            ? ""
            : $"validation loss  {TableText.Figure(LossBefore)}, calibrated {TableText.Figure(LossAfter)}\ncalibration err. {TableText.Figure(CalibrationErrorBefore)}, calibrated {TableText.Figure(CalibrationErrorAfter)}\n";
        return string.Create(CultureInfo.InvariantCulture, $"temperature      {Temperature:F4} ({how})\n{figures}");
    }
}
