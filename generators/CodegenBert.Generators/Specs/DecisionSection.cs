using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary>What is decided by the validation rows and by how sure a prediction is; which of it there is depends on the output.</summary>
internal static class DecisionSection
{
    /// <summary>A member of the core's <c>ValidationMetric</c>.</summary>
    public static string BestBy(Section spec, Section? training, OutputKind output)
    {
        (IReadOnlyList<string> own, string task) = output switch
        {
            OutputKind.MultiLabel => (SpecKeys.LabelSetMetrics, "a task of several labels"),
            OutputKind.Regression => (SpecKeys.ScoreMetrics, "a score"),
            _ => (SpecKeys.LabelMetrics, "a task of one label"),
        };
        if (training?["best_by"]?.Value is not YamlScalar metric || own.Contains(metric.Value) || !SpecKeys.Metrics.Contains(metric.Value))
        {
            return CSharpName.Pascal(training?.Word("best_by", own) ?? own[0])!;
        }

        TextSpan? place = spec["output"]?.ValueSpan;
        spec.Problems.AddConflict(
            SpecRules.Contradiction, metric.Span, place, $"'best_by: {metric.Value}' is not measured of {task}{spec.Problems.InLine(place)}", "write " + Suggestions.Alternatives(own));
        return "Loss";
    }

    /// <summary>A member of the core's <c>ThresholdRule</c>; null but for several labels.</summary>
    public static string? Thresholds(Section spec, Section? training, OutputKind output)
    {
        string word = training?.Word("thresholds", SpecKeys.ThresholdRules) ?? SpecKeys.ThresholdRules[0];
        if (output == OutputKind.MultiLabel)
        {
            return CSharpName.Pascal(word);
        }

        training?.Contradict("thresholds", spec["output"]?.ValueSpan, "are the probabilities from which each of several labels is predicted, which this task does not have", "remove the key, or write 'output: multi_label'");
        return null;
    }

    /// <summary>A member of the core's <c>Calibration</c>; null but for a single label.</summary>
    public static string? Calibration(Section spec, Section? training, OutputKind output)
    {
        string word = training?.Word("calibration", SpecKeys.Calibrations) ?? SpecKeys.Calibrations[0];
        if (output == OutputKind.SingleLabel)
        {
            return CSharpName.Pascal(word);
        }

        training?.Contradict("calibration", spec["output"]?.ValueSpan, "is a matter of the probability of one label, which this task does not have", "remove the key");
        return null;
    }

    /// <summary>The probability below which a prediction is undecided, in the core's single precision.</summary>
    public static float? AbstainBelow(Section spec, OutputKind output)
    {
        float? probability = (float?)spec.Number("abstain_below", static probability => (float)probability is > 0 and < 1, "between 0 and 1, like 0.6");
        if (output == OutputKind.SingleLabel)
        {
            return probability;
        }

        spec.Contradict("abstain_below", spec["output"]?.ValueSpan, "is a matter of the probability of one label, which this task does not have", "remove the key");
        return null;
    }
}
