using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The record of an input with what is to be predicted of it.</summary>
internal sealed class ExampleEmitter(SpecModel model) : TypeEmitter(model)
{
    protected override string Suffix => "Example";

    protected override string Summary => $"An input of {Task} with its {Target.Noun}.";

    protected override string Declaration => $"sealed partial record {Task}Example";

    protected override void Members(SourceWriter writer)
    {
        RecordPart target = new(Target.Type, Target.Property, Target.Parameter, $"The {Target.Noun}.", Target.IsReference);
        RecordPart[] parts = [new(Names.Input, "Input", "input", "The input."), target];
        string orTarget = Target.IsReference ? $" or <paramref name=\"{target.Parameter}\"/>" : "";
        RecordPart.Constructor(writer, Task + Suffix, "example", $"<paramref name=\"input\"/>{orTarget}", parts);
        writer.Lines($$"""
            /// <summary>Makes the example.</summary>
            {{TextParameterDocs}}
            {{target.ParameterDoc}}
            /// <exception cref="global::System.ArgumentNullException">A text{{orTarget}} is null.</exception>
            public {{Task}}Example({{TextParameters}}, {{target.Type}} {{target.Argument}})
                : this(new {{Names.Input}}({{TextArguments}}), {{target.Argument}})
            {
            }

            """);
        RecordPart.Properties(writer, parts);
        writer.Blank().Lines("""
            /// <summary>How much the example weighs in the loss: finite, 0 or more.</summary>
            public float Weight { get; init; } = 1;

            /// <summary>The group that the example belongs to; null for none. Examples of one group stay together when a data set is split.</summary>
            public string? Group { get; init; }
            """);
    }
}
