using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary><c>labels</c>: the classes, in the order of their indices.</summary>
internal sealed class LabelsSection
{
    private const int Fewest = 2, Most = 1000;

    private readonly ProblemList _problems;
    private readonly string? _task;
    private readonly List<LabelModel> _labels = [];
    private readonly Dictionary<string, TextSpan> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlScalar> _names = new(StringComparer.Ordinal);

    private LabelsSection(ProblemList problems, string? task) => (_problems, _task) = (problems, task);

    /// <summary>The labels that can be used; none if there are none.</summary>
    public static EquatableArray<LabelModel> Read(Section spec, string? task)
    {
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

        var section = new LabelsSection(spec.Problems, task);
        foreach (YamlNode item in list.Items.Take(Most))
        {
            section.Add(item, spec);
        }

        return section._labels.ToEquatableArray();
    }

    private void Add(YamlNode item, Section spec)
    {
        switch (item)
        {
            case YamlScalar text when text.Value.Trim().Length > 0:
                AddLabel(text, text, null, "write { name: ..., value: ... } with a name of letters and digits that begins with a letter");
                break;
            case YamlMapping mapping:
                var section = new Section(mapping, "a label", SpecKeys.Label, _problems);
                section.ReportMissing("name", "a label has a 'name', and 'value' if data files spell it otherwise");
                YamlScalar? name = section.Text("name", "text");
                YamlScalar? value = section.Text("value", "text");
                string? description = section.Text("description", "text")?.Value;
                if (name is not null)
                {
                    string remedy = section.Has("value") ? "use letters and digits that begin with a letter" : "move it to 'value' and give a 'name' of letters and digits that begins with a letter";
                    AddLabel(name, value ?? name, description, remedy);
                }

                break;
            default:
                spec.ReportKind("labels", item, "a list of names or of { name, value, description }");
                break;
        }
    }

    private void AddLabel(YamlScalar source, YamlScalar text, string? description, string remedy)
    {
        if (!ColumnText.IsUsable("labels", text, _problems))
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
            _labels.Add(new(name, text.Value, description));
        }
    }

    private string? Name(YamlScalar source, string remedy)
    {
        if (CSharpName.Pascal(source.Value) is not { } name)
        {
            _problems.Add(SpecRules.NoName, source.Span, "The label", source.Value, remedy);
            return null;
        }

        if (ReservedNames.OwnerForLabel(name, _task) is { } owner)
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
