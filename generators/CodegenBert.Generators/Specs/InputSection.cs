using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>input</c>: one text or a pair, with their names.</summary>
internal static class InputSection
{
    private static readonly InputTextModel s_text = new("text", "Text", "text"), s_first = new("first", "First", "first"), s_second = new("second", "Second", "second");

    public static InputModel Read(Section spec, string? task, OutputModel output)
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
        return section.Has("first") || section.Has("second") ? Pair(section, task, output) : Single(section, task, output);
    }

    private static InputModel Single(Section section, string? task, OutputModel output)
    {
        section.ReportMissing("text", "write { text: name }, or { first: name, second: name } for a pair");
        return new(Text(section, "text", task, output) ?? s_text);
    }

    private static InputModel Pair(Section section, string? task, OutputModel output)
    {
        if (section["text"] is { } text)
        {
            section.Problems.Add(SpecRules.Contradiction, text.Key.Span, "'text' names a single input and 'first' and 'second' a pair", "keep one of the two");
        }

        section.ReportMissing("first", "a pair has 'first' and 'second'");
        section.ReportMissing("second", "a pair has 'first' and 'second'");
        InputTextModel first = Text(section, "first", task, output) ?? s_first;
        InputTextModel second = Text(section, "second", task, output) ?? s_second;
        if (first.Property == second.Property && section["first"] is { } one && section["second"] is { } other)
        {
            section.Problems.AddConflict(
                SpecRules.NameCollision, other.ValueSpan, one.ValueSpan, "The inputs", second.Name, first.Name, section.Problems.Line(one.ValueSpan), first.Property, "rename one of them");
            return new(s_first, s_second);
        }

        return new(first, second);
    }

    private static InputTextModel? Text(Section section, string key, string? task, OutputModel output) =>
        ColumnText.Read(section, key, "The input", "premise", name => ReservedNames.OwnerForInput(name, task, output)) is { } column
            ? new(column.Name, column.Property, CSharpName.Camel(column.Property))
            : null;
}
