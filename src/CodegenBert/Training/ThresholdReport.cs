using System.Globalization;
using System.Text;
using CodegenBert.Evaluation;

namespace CodegenBert.Training;

/// <summary>One label's tuned threshold.</summary>
/// <param name="Label">The label's text.</param>
/// <param name="Threshold">The probability from which it is predicted.</param>
/// <param name="Support">Validation rows that have the label; where there are none, the threshold stays 0.5.</param>
/// <param name="F1Before">Its F1 on the validation rows at 0.5.</param>
/// <param name="F1After">Its F1 there at <paramref name="Threshold"/>.</param>
public sealed record LabelThreshold(string Label, float Threshold, int Support, double F1Before, double F1After);

/// <summary>
/// The thresholds that were found after a run, with the kept epoch's weights, on the validation rows: for each label the one with the highest F1. They are chosen from many, so the figures
/// after it are too good; those of a test part are the honest ones. A label with few rows is tuned to their accidents: below some fifty, rather leave it at 0.5.
/// </summary>
public sealed record ThresholdReport
{
    /// <summary>The number of validation rows; without any, all thresholds are 0.5.</summary>
    public required int Rows { get; init; }

    /// <summary>The unweighted mean of the labels' F1 at 0.5; null without rows.</summary>
    public double? MacroF1Before { get; init; }

    /// <summary>The same at the tuned thresholds.</summary>
    public double? MacroF1After { get; init; }

    /// <summary>F1 of all decisions together at 0.5; null without rows.</summary>
    public double? MicroF1Before { get; init; }

    /// <summary>The same at the tuned thresholds; it can be lower than before, since each label is tuned for itself.</summary>
    public double? MicroF1After { get; init; }

    /// <summary>Each label, in the spec's order; none without rows.</summary>
    public IReadOnlyList<LabelThreshold> Labels { get; init; } = [];

    /// <summary>A rule with these thresholds; without rows it stays as it is.</summary>
    /// <param name="rule">The rule.</param>
    internal DecisionRule Rule(DecisionRule rule) => Labels.Count == 0 ? rule : rule with { Thresholds = [.. Labels.Select(label => label.Threshold)] };

    /// <summary>The report as a table for a terminal.</summary>
    public string ToTable()
    {
        if (Labels.Count == 0)
        {
            return "thresholds       0.5 (not tuned: there are no validation rows)\n";
        }

        StringBuilder table = new();
        table.Append(CultureInfo.InvariantCulture, $"thresholds       tuned on {Rows} validation rows\n");
        table.Append(CultureInfo.InvariantCulture, $"macro F1         {TableText.Percent(MacroF1Before!.Value)}, tuned {TableText.Percent(MacroF1After!.Value)}\n");
        table.Append(CultureInfo.InvariantCulture, $"micro F1         {TableText.Percent(MicroF1Before!.Value)}, tuned {TableText.Percent(MicroF1After!.Value)}\n\n");
        int names = Math.Max("label".Length, Labels.Max(one => one.Label.Length));
        table.Append(CultureInfo.InvariantCulture, $"{"label".PadRight(names)}  threshold  F1 at 0.5    tuned     rows\n");
        foreach (LabelThreshold one in Labels)
        {
            table.Append(CultureInfo.InvariantCulture, $"{one.Label.PadRight(names)}{one.Threshold,11:F4}{TableText.Percent(one.F1Before),11}{TableText.Percent(one.F1After),9}{one.Support,9}\n");
        }

        return table.ToString();
    }
}
