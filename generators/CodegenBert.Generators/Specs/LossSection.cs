using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary>What <c>training</c> says of the loss: <c>label_smoothing</c> and <c>class_weights</c>.</summary>
internal static class LossSection
{
    private const string Weights = "class_weights";

    /// <summary>PyTorch's cross-entropy has it, its binary cross-entropy and mean squared error do not.</summary>
    public static double? LabelSmoothing(Section spec, Section? training, OutputKind output)
    {
        double? smoothing = training?.Number("label_smoothing", static smoothing => smoothing is >= 0 and < 1, "from 0 to below 1, like 0.1");
        if (output == OutputKind.SingleLabel)
        {
            return smoothing ?? 0;
        }

        training?.Contradict("label_smoothing", spec["output"]?.ValueSpan, "is a matter of one label among several, which this task does not have", "remove the key");
        return null;
    }

    /// <summary>A member of the core's <c>ClassWeighting</c>: none for a list, whose numbers become the labels' own.</summary>
    public static string? ClassWeights(Section spec, Section? training, OutputKind output)
    {
        if (output == OutputKind.Regression)
        {
            training?.Contradict(Weights, spec["output"]?.ValueSpan, "weighs classes, and a score has none", "remove the key");
            return null;
        }

        return training?[Weights]?.Value is { } value and not YamlSequence
            ? CSharpName.Pascal(training.Word(Weights, value, SpecKeys.ClassWeightings, "none, balanced or a list with a number for each label") ?? SpecKeys.ClassWeightings[0])
            : "None";
    }

    /// <summary>The labels with the numbers of a list of class weights, if there is one.</summary>
    public static EquatableArray<LabelModel> Weighted(Section spec, Section? training, EquatableArray<LabelModel> labels)
    {
        if (training?[Weights]?.Value is not YamlSequence list || spec["labels"] is not { Value: YamlSequence names } entry || labels.Count == 0)
        {
            return labels;
        }

        double?[] weights = [.. list.Items.Select(item => training.Number(Weights, item, LabelsSection.IsWeight, LabelsSection.Weights))];
        if (list.Items.Count != names.Items.Count)
        {
            spec.Problems.AddConflict(
                SpecRules.Contradiction,
                list.Span,
                names.Span,
                $"'{Weights}' has {Counted(list.Items.Count, "number")}, and there are {Counted(names.Items.Count, "label")}{spec.Problems.InLine(entry.Key.Span)}",
                "write a number for each label, in their order");
        }

        if (OwnWeight(names) is { } own)
        {
            spec.Problems.AddConflict(
                SpecRules.Contradiction, training[Weights]!.Key.Span, own, $"'{Weights}' gives each label its weight, and one has a 'weight' of its own{spec.Problems.InLine(own)}", "keep one of the two");
        }

        return weights.Length == labels.Count ? labels.Select((label, i) => label with { Weight = weights[i] ?? 1 }).ToEquatableArray() : labels;
    }

    private static string Counted(int count, string noun) => $"{Invariant.Text(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Where the first label has a weight.</summary>
    private static TextSpan? OwnWeight(YamlSequence labels) =>
        labels.Items.OfType<YamlMapping>().SelectMany(static label => label.Entries).FirstOrDefault(static entry => entry.Key.Value == "weight")?.Key.Span;
}
