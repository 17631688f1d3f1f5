using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs;

namespace CodegenBert.Generators.Emit;

/// <summary>The record of the input's texts.</summary>
internal sealed class InputEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Input";

    protected override string Summary => Model.Input.Second is null ? $"A text for {Task}." : $"A pair of texts for {Task}.";

    protected override string Declaration => $"sealed partial record {Task}Input";

    protected override void Members(SourceWriter writer)
    {
        foreach (InputTextModel text in Model.Input.Texts)
        {
            writer.Lines($"private readonly string {Field(text)};");
        }

        writer.Blank();
        writer.Lines($"""
            /// <summary>Makes the input.</summary>
            {TextParameterDocs}
            /// <exception cref="global::System.ArgumentNullException">A text is null.</exception>
            public {Task}Input({TextParameters})
            """);
        writer.Open();
        foreach (InputTextModel text in Model.Input.Texts)
        {
            writer.Lines($"global::System.ArgumentNullException.ThrowIfNull({CSharpName.Escape(text.Parameter)});");
        }

        foreach (InputTextModel text in Model.Input.Texts)
        {
            writer.Lines($"CheckText(nameof({text.Property}), {CSharpName.Escape(text.Parameter)});");
            writer.Lines($"{Field(text)} = {CSharpName.Escape(text.Parameter)};");
        }

        writer.Close().Blank();
        foreach (InputTextModel text in Model.Input.Texts)
        {
            writer.Lines($$"""
                /// <summary>The text <c>{{XmlText.Of(text.Name)}}</c>.</summary>
                public string {{text.Property}}
                {
                    get => {{Field(text)}};
                    init
                    {
                        global::System.ArgumentNullException.ThrowIfNull(value);
                        CheckText(nameof({{text.Property}}), value);
                        {{Field(text)}} = value;
                    }
                }

                """);
        }

        string arguments = string.Join(", ", Model.Input.Texts.Select(static text => "input." + Field(text)));
        writer.Lines($$"""
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

    private static string Field(InputTextModel text) => "_" + text.Parameter;
}
