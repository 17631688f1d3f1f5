using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary><c>labels</c>: the classes, in the order of their indices.</summary>
internal sealed class LabelsSection
{
    private const int Fewest = 2, Most = 1000;

    /// <summary>What a label may weigh, in words.</summary>
    public const string Weights = "above 0 and at most 1000000";

    // Parts the labels of a row in the data files of multi_label.
    private const char Separator = '|';

    private readonly Section _spec;
    private readonly ProblemList _problems;
    private readonly string? _task;
    private readonly OutputKind _output;
    private readonly List<LabelModel> _labels = [];
    private readonly Dictionary<string, TextSpan> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlScalar> _names = new(StringComparer.Ordinal);

    private LabelsSection(Section spec, string? task, OutputKind output) => (_spec, _problems, _task, _output) = (spec, spec.Problems, task, output);

    /// <summary>The labels that can be used; none if there are none.</summary>
    public static EquatableArray<LabelModel> Read(Section spec, string? task, OutputKind output)
    {
        if (output == OutputKind.Regression)
        {
            ReportLabelsOfAScore(spec);
            return default;
        }

        spec.ReportMissing("labels", "add at least two, like 'labels: [negative, positive]'");
        if (spec["labels"] is not { } labels)
        {
            return default;
        }

        if (labels.Value is not YamlSequence list)
        {
            spec.ReportKind("labels", labels.Value, "a list of labels, like [negative, positive]");
            return default;
        }

        if (list.Items.Count is < Fewest or > Most)
        {
            spec.Problems.Add(SpecRules.OutOfRange, list.Span, "labels", "a list of 2 to 1,000 labels", $"one of {Invariant.Text(list.Items.Count)}");
        }

        var section = new LabelsSection(spec, task, output);
        foreach (YamlNode item in list.Items.Take(Most))
        {
            section.Add(item);
        }

        return section._labels.ToEquatableArray();
    }

    /// <summary>Whether a label may weigh so much in the loss.</summary>
    public static bool IsWeight(double weight) => weight is > 0 and <= 1e6;

    private static void ReportLabelsOfAScore(Section spec)
    {
        if (spec["labels"] is { } labels)
        {
            TextSpan output = spec["output"]!.ValueSpan;
            spec.Problems.AddConflict(
                SpecRules.Contradiction, labels.Key.Span, output, $"'labels' are classes, and the output in line {spec.Problems.Line(output)} is a score", "remove one of the two");
        }
    }

    private void Add(YamlNode item)
    {
        switch (item)
        {
            case YamlScalar text when text.Value.Trim().Length > 0:
                AddLabel(text, text, null, 1, "write { name: ..., value: ... } with a name of letters and digits that begins with a letter");
                break;
            case YamlMapping mapping:
                var section = new Section(mapping, "a label", SpecKeys.Label, _problems);
                section.ReportMissing("name", "a label has a 'name', and 'value' if data files spell it otherwise");
                YamlScalar? name = section.Text("name", "text");
                YamlScalar? value = section.Text("value", "text");
                string? description = section.Text("description", "text")?.Value;
                double? weight = section.Number("weight", IsWeight, Weights);
                if (name is not null)
                {
                    string remedy = section.Has("value") ? "use letters and digits that begin with a letter" : "move it to 'value' and give a 'name' of letters and digits that begins with a letter";
                    AddLabel(name, value ?? name, description, weight ?? 1, remedy);
                }

                break;
            default:
                _spec.ReportKind("labels", item, "a list of names or of { name, value, weight, description }");
                break;
        }
    }

    private void AddLabel(YamlScalar source, YamlScalar text, string? description, double weight, string remedy)
    {
        if (!ColumnText.IsUsable("labels", text, _problems) || IsCutInTwo(text))
        {
            return;
        }

        if (_texts.TryGetValue(text.Value, out TextSpan first))
        {
            _problems.AddConflict(SpecRules.DuplicateLabel, text.Span, first, text.Value, _problems.Line(first));
            return;
        }

        _texts.Add(text.Value, text.Span);
        if (Name(source, remedy) is { } name)
        {
            _labels.Add(new(name, text.Value, description, weight));
        }
    }

    private bool IsCutInTwo(YamlScalar text)
    {
        if (_output != OutputKind.MultiLabel || text.Value.IndexOf(Separator) < 0)
        {
            return false;
        }

        TextSpan output = _spec["output"]!.ValueSpan;
        _problems.AddConflict(
            SpecRules.Contradiction,
            text.Span,
            output,
            $"'{Separator}' parts the labels of a row in the data files of a multi_label task (line {_problems.Line(output)}), so '{text.Value}' cannot be one",
            "spell the label otherwise, in the data too");
        return true;
    }

    private string? Name(YamlScalar source, string remedy)
    {
        if (CSharpName.Pascal(source.Value) is not { } name)
        {
            _problems.Add(SpecRules.NoName, source.Span, "The label", source.Value, remedy);
            return null;
        }

        if (ReservedNames.OwnerForLabel(name, _task, _output) is { } owner)
        {
            _problems.Add(SpecRules.ReservedName, source.Span, "The label", source.Value, name, owner, "write { name: ..., value: ... } with another name");
            return null;
        }

        if (_names.TryGetValue(name, out YamlScalar first))
        {
            _problems.AddConflict(
                SpecRules.NameCollision, source.Span, first.Span, "The labels", source.Value, first.Value, _problems.Line(first.Span), name, "write one as { name: ..., value: ... } with another name");
            return null;
        }

        _names.Add(name, source);
        return name;
    }
}
