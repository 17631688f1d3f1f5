using System.Globalization;

namespace CodegenBert.Training.Reports;

/// <summary>What a report says of a run that was stopped and gone on with.</summary>
public static class Resumption
{
    /// <summary>A sentence with a space before it; empty for a run that was not stopped.</summary>
    /// <param name="report">The report.</param>
    public static string Of(TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string missing = report.History is [{ Step: > 1 } first, ..] ? string.Create(CultureInfo.InvariantCulture, $"; the steps before {first.Step} were not saved with it") : "";
        return report.ResumedAtStep is { } step ? string.Create(CultureInfo.InvariantCulture, $" It had been stopped, and went on after step {step}{missing}.") : "";
    }
}
