using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary><c>output</c>: one label, a set of labels, or a score.</summary>
internal static class OutputSection
{
    private const string Allowed = "single_label, multi_label or { regression: { name, min, max } }";

    private static readonly ScoreModel s_score = new("score", "Score", "score", 0, 1);

    public static OutputModel Read(Section spec, string? task)
    {
        switch (spec["output"]?.Value)
        {
            case null:
                return new(OutputKind.SingleLabel);
            case YamlMapping mapping:
                var output = new Section(mapping, "'output'", SpecKeys.Output, spec.Problems);
                output.ReportMissing("regression", "write { regression: { min: 0, max: 5 } } with the score's range");
                return new(OutputKind.Regression, output.Child("regression", SpecKeys.Regression) is { } regression ? Score(regression, task) : s_score);
            case YamlScalar { Value: "regression" } word:
                spec.ReportKind("output", word, Allowed);
                return new(OutputKind.Regression, s_score);
            case YamlNode value:
                return new(spec.Word("output", value, SpecKeys.Outputs, Allowed) == "multi_label" ? OutputKind.MultiLabel : OutputKind.SingleLabel);
        }
    }

    private static ScoreModel Score(Section regression, string? task)
    {
        regression.ReportMissing("min", "give the smallest score that data can have, like 'min: 0'");
        regression.ReportMissing("max", "give the largest score that data can have, like 'max: 5'");
        float? minimum = Bound(regression, "min"), maximum = Bound(regression, "max");
        ScoreModel score = ColumnText.Read(regression, "name", "The score", "similarity", name => ReservedNames.OwnerForScore(name, task)) is { } column
            ? s_score with { Name = column.Name, Property = column.Property, Parameter = CSharpName.Camel(column.Property) }
            : s_score;
        if (minimum is not { } least || maximum is not { } most)
        {
            return score;
        }

        if (least >= most)
        {
            TextSpan place = regression["min"]!.ValueSpan;
            regression.Problems.AddConflict(
                SpecRules.Contradiction, regression["max"]!.ValueSpan, place, $"'max' must lie above 'min' in line {regression.Problems.Line(place)}", "give the range from its smallest to its largest score");
            return score;
        }

        return score with { Minimum = least, Maximum = most };
    }

    // The core computes in single precision.
    private static float? Bound(Section regression, string key) =>
        (float?)regression.Number(key, static bound => Math.Abs(bound) <= float.MaxValue, "a number of at most 3.4e38 to either side");
}
