using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The record of the input's texts.</summary>
internal sealed class InputEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Input";

    protected override string Summary => Model.Input.Second is null ? $"A text for {Task}." : $"A pair of texts for {Task}.";

    protected override string Declaration => $"sealed partial record {Task}Input";

    protected override void Members(SourceWriter writer)
    {
        RecordPart[] parts = [.. Model.Input.Texts.Select(static text => new RecordPart("string", text.Property, text.Parameter, TextDoc(text), Check: "CheckText"))];
        RecordPart.Constructor(writer, Task + Suffix, "input", "A text", parts);
        RecordPart.Properties(writer, parts);
        string arguments = string.Join(", ", Model.Input.Texts.Select(static text => "input." + text.Property));
        writer.Blank().Lines($$"""
            internal static global::CodegenBert.Data.InputTexts ToTexts({{Names.Input}} input)
            {
                global::System.ArgumentNullException.ThrowIfNull(input);
                return new global::CodegenBert.Data.InputTexts({{arguments}});
            }

            /// <summary>Called with each text that an input is made with; implement it to refuse some by an exception. Costs nothing where it is not implemented.</summary>
            /// <param name="property">The property that the text is for.</param>
            /// <param name="text">The text.</param>
            static partial void CheckText(string property, string text);
            """);
    }
}
