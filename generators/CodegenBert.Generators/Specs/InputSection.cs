using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>input</c>: one text or a pair, with their names.</summary>
internal static class InputSection
{
    private static readonly InputTextModel s_text = new("text", "Text", "text"), s_first = new("first", "First", "first"), s_second = new("second", "Second", "second");

    public static InputModel Read(Section spec, string? task)
    {
        if (spec["input"] is not { } input)
        {
            return new(s_text);
        }

        if (input.Value is not YamlMapping mapping)
        {
            return spec.Word("input", input.Value, SpecKeys.Inputs, "single, pair, { text: name } or { first: name, second: name }") == "pair" ? new(s_first, s_second) : new(s_text);
        }

        var section = new Section(mapping, "'input'", SpecKeys.Input, spec.Problems);
        return section.Has("first") || section.Has("second") ? Pair(section, task) : Single(section, task);
    }

    private static InputModel Single(Section section, string? task)
    {
        section.ReportMissing("text", "write { text: name }, or { first: name, second: name } for a pair");
        return new(Text(section, "text", task) ?? s_text);
    }

    private static InputModel Pair(Section section, string? task)
    {
        if (section["text"] is { } text)
        {
            section.Problems.Add(SpecRules.Contradiction, text.Key.Span, "'text' names a single input and 'first' and 'second' a pair", "keep one of the two");
        }

        section.ReportMissing("first", "a pair has 'first' and 'second'");
        section.ReportMissing("second", "a pair has 'first' and 'second'");
        InputTextModel first = Text(section, "first", task) ?? s_first;
        InputTextModel second = Text(section, "second", task) ?? s_second;
        if (first.Property == second.Property && section["first"] is { } one && section["second"] is { } other)
        {
            section.Problems.AddConflict(
                SpecRules.NameCollision, other.ValueSpan, one.ValueSpan, "The inputs", second.Name, first.Name, section.Problems.Line(one.ValueSpan), first.Property, "rename one of them");
            return new(s_first, s_second);
        }

        return new(first, second);
    }

    private static InputTextModel? Text(Section section, string key, string? task)
    {
        if (section.Text(key, "the name of a text, like 'premise'") is not { } name || !ColumnText.IsUsable(key, name, section.Problems))
        {
            return null;
        }

        if (CSharpName.Pascal(name.Value) is not { } property)
        {
            section.Problems.Add(SpecRules.NoName, name.Span, "The input", name.Value, "write letters and digits that begin with a letter, like 'premise'");
            return null;
        }

        if (ReservedNames.OwnerForInput(property, task) is { } owner)
        {
            section.Problems.Add(SpecRules.ReservedName, name.Span, "The input", name.Value, property, owner, "rename it");
            return null;
        }

        return new(name.Value, property, CSharpName.Camel(property));
    }
}
