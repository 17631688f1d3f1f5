using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>training</c>'s <c>early_stopping</c>: a number of epochs, that number with the least change that counts, or none.</summary>
internal static class EarlyStoppingSection
{
    private const int Longest = 100_000;

    /// <summary>When to stop, with the patience that holds if nothing is written or it is wrong.</summary>
    public static EarlyStoppingModel Read(Section? training, int? otherwise)
    {
        switch (training?["early_stopping"]?.Value)
        {
            case null:
                return new(otherwise);
            case YamlScalar { Value: "none" }:
                return new(null);
            case YamlScalar { IsPlain: true } scalar when Invariant.LooksWhole(scalar.Value):
                return new(training.Whole("early_stopping", 1, Longest, ", or none") ?? otherwise);
            case YamlMapping mapping:
                Section section = new(mapping, "'early_stopping'", SpecKeys.EarlyStopping, training.Problems);
                section.ReportMissing("patience", "write after how many epochs without a better one to stop, like 'patience: 3'");
                double? change = section.Number("least_change", static change => change is >= 0 and <= double.MaxValue, "0 or more, in the unit of 'best_by'");
                return new(section.Whole("patience", 1, Longest) ?? otherwise, change ?? 0);
            case YamlNode other:
                training.ReportKind("early_stopping", other, "a whole number of epochs, none, or { patience: n, least_change: x }");
                return new(otherwise);
        }
    }
}
