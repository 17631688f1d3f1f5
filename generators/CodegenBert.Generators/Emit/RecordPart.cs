using CodegenBert.Generators.Specs;

namespace CodegenBert.Generators.Emit;

/// <summary>A part of a generated record: a parameter of its constructor and a property.</summary>
/// <param name="Type">The C# type.</param>
/// <param name="Property">The property's name.</param>
/// <param name="Parameter">The parameter's name, not escaped.</param>
/// <param name="Doc">One sentence, escaped.</param>
/// <param name="IsReference">Whether it could be null, which is refused.</param>
/// <param name="Check">A method of the record that is called with the property's name and each value; null for none.</param>
internal sealed record RecordPart(string Type, string Property, string Parameter, string Doc, bool IsReference = true, string? Check = null)
{
    public string Argument => CSharpName.Escape(Parameter);

    public string ParameterDoc => $"/// <param name=\"{Parameter}\">{Doc}</param>";

    private string Field => "_" + Parameter;

    /// <summary>Fields of the parts, and the constructor that takes them.</summary>
    public static void Constructor(SourceWriter writer, string type, string what, string nulls, IReadOnlyList<RecordPart> parts)
    {
        RecordPart[] references = [.. parts.Where(static part => part.IsReference)];
        foreach (RecordPart part in references)
        {
            writer.Lines($"private readonly {part.Type} {part.Field};");
        }

        writer.Blank().Lines($"""
            /// <summary>Makes the {what}.</summary>
            {string.Join("\n", parts.Select(static part => part.ParameterDoc))}
            /// <exception cref="global::System.ArgumentNullException">{nulls} is null.</exception>
            public {type}({string.Join(", ", parts.Select(static part => $"{part.Type} {part.Argument}"))})
            """);
        writer.Open();
        foreach (RecordPart part in references)
        {
            writer.Lines($"global::System.ArgumentNullException.ThrowIfNull({part.Argument});");
        }

        foreach (RecordPart part in parts)
        {
            part.WriteCheck(writer, part.Argument);
            // "this", since in a script without capitals property and parameter have one name.
            writer.Lines($"{(part.IsReference ? part.Field : "this." + part.Property)} = {part.Argument};");
        }

        writer.Close().Blank();
    }

    /// <summary>The properties of the parts, with a blank line between two.</summary>
    public static void Properties(SourceWriter writer, IReadOnlyList<RecordPart> parts)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            if (i > 0)
            {
                writer.Blank();
            }

            parts[i].WriteProperty(writer);
        }
    }

    private void WriteProperty(SourceWriter writer)
    {
        writer.Lines($"/// <summary>{Doc}</summary>");
        if (!IsReference)
        {
            writer.Lines($"public {Type} {Property} {{ get; init; }}");
            return;
        }

        writer.Lines($"public {Type} {Property}").Open().Lines($"get => {Field};").Lines("init").Open();
        writer.Lines("global::System.ArgumentNullException.ThrowIfNull(value);");
        WriteCheck(writer, "value");
        writer.Lines($"{Field} = value;").Close().Close();
    }

    private void WriteCheck(SourceWriter writer, string value)
    {
        if (Check is not null)
        {
            writer.Lines($"{Check}(nameof({CSharpName.Escape(Property)}), {value});");
        }
    }
}
