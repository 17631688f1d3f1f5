using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The task as the core sees it.</summary>
internal sealed class DefinitionEmitter(SpecModel model) : TypeEmitter(model)
{
    private const string Tasks = "global::CodegenBert.Tasks.";

    protected override string Suffix => "Definition";

    protected override string Summary => $"{Task} as its spec describes it.";

    protected override string Declaration => $"static class {Task}Definition";

    protected override void Members(SourceWriter writer)
    {
        writer.Lines($$"""
            /// <summary>The task's name.</summary>
            public const string Name = {{Literal.Of(Task)}};

            /// <summary>The spec's path relative to its project.</summary>
            public const string SpecPath = {{Literal.Of(Model.SpecPath)}};

            /// <summary>Most ids of an input, <c>[CLS]</c> and <c>[SEP]</c> included.</summary>
            public const int MaxLength = {{Literal.Of(Model.Tokenizer.MaxLength)}};

            /// <summary>The hash of what changes the meaning of a model's weights: labels, output, input, head and tokenizer. It is saved with every model.</summary>
            public const string Fingerprint = {{Literal.Of(Fingerprint.Of(Model))}};

            """);
        Constants(writer);
        writer.Lines($$"""
            /// <summary>The whole task.</summary>
            public static {{Tasks}}TaskDefinition Task { get; } = new {{Tasks}}TaskDefinition
            """);
        writer.Open();
        writer.Lines("Name = Name,").Lines("SpecPath = SpecPath,");
        if (Model.Description is { } description)
        {
            writer.Lines($"Description = {Literal.Of(description)},");
        }

        string names = string.Join(", ", Model.Input.Texts.Select(static text => Literal.Of(text.Name)));
        writer.Lines($"Input = new {Tasks}InputDefinition({names}),");
        Output(writer);
        Encoder(writer);
        SettingsCode.Tokenizer(writer, Model.Tokenizer);
        SettingsCode.Head(writer, Model.Head);
        writer.Lines($"Freeze = {SettingsCode.Freeze(Model.Freeze)},");
        SettingsCode.Phases(writer, Model.Phases);
        SettingsCode.Training(writer, Model.Training);
        SettingsCode.Optional(writer, "AbstainBelow", Model.AbstainBelow is { } probability ? Literal.Of(probability) : null);
        Columns(writer, Model.Data.Columns.Renamed);
        SettingsCode.Optional(writer, "WeightColumn", Model.Data.Columns.Weight is { } weight ? Literal.Of(weight) : null);
        SettingsCode.Optional(writer, "GroupColumn", Model.Data.Columns.Group is { } group ? Literal.Of(group) : null);
        writer.Close("};");
    }

    private void Constants(SourceWriter writer)
    {
        if (Model.Output.Score is { } score)
        {
            Constant(writer, $"The smallest {Target.Noun}.", "float", "Min" + score.Property, Literal.Of(score.Minimum));
            Constant(writer, $"The largest {Target.Noun}.", "float", "Max" + score.Property, Literal.Of(score.Maximum));
        }
        else
        {
            Constant(writer, "How many labels there are.", "int", "LabelCount", Literal.Of(Model.Labels.Count));
        }

        foreach ((string part, string path) in Model.Data.Files)
        {
            Constant(writer, $"The {part.ToLowerInvariant()} file, relative to the application's base directory.", "string", part + "File", Literal.Of(path));
        }
    }

    private static void Constant(SourceWriter writer, string summary, string type, string name, string value) => writer.Lines($"""
        /// <summary>{summary}</summary>
        public const {type} {name} = {value};

        """);

    private void Output(SourceWriter writer)
    {
        const string definition = Tasks + "OutputDefinition.";
        if (Model.Output.Score is { } score)
        {
            writer.Lines($"Output = {definition}Regression(new {Tasks}ScoreDefinition({Literal.Of(score.Name)}, Min{score.Property}, Max{score.Property})),");
            return;
        }

        writer.Lines($"Output = {definition}{Model.Output.Kind},");
        Labels(writer);
    }

    private void Encoder(SourceWriter writer)
    {
        EncoderModel encoder = Model.Encoder;
        string[] pins =
        [
            .. encoder.Revision is { } revision ? [$"Revision = {Literal.Of(revision)}"] : Array.Empty<string>(),
            .. encoder.Sha256 is { } sha256 ? [$"Sha256 = {Literal.Of(sha256)}"] : Array.Empty<string>(),
        ];
        string pinned = pins.Length == 0 ? "" : $" {{ {string.Join(", ", pins)} }}";
        writer.Lines($"Encoder = new {Tasks}EncoderReference({Tasks}EncoderSource.{encoder.Source}, {Literal.Of(encoder.Name)}){pinned},");
    }

    private void Labels(SourceWriter writer)
    {
        writer.Lines($"Labels = new {Tasks}LabelSet(new {Tasks}LabelDefinition[]").Open();
        foreach (LabelModel label in Model.Labels)
        {
            string description = label.Description is null ? "" : ", " + Literal.Of(label.Description);
            string weight = label.Weight == 1 ? "" : $" {{ Weight = {Literal.Of(label.Weight)} }}";
            writer.Lines($"new {Tasks}LabelDefinition({Literal.Of(label.Name)}, {Literal.Of(label.Text)}{description}){weight},");
        }

        writer.Close("}),");
    }

    private static void Columns(SourceWriter writer, EquatableArray<ColumnModel> columns)
    {
        if (columns.Count == 0)
        {
            return;
        }

        writer.Lines("Columns = new global::System.Collections.Generic.Dictionary<string, string>(global::System.StringComparer.Ordinal)").Open();
        foreach (ColumnModel column in columns)
        {
            writer.Lines($"[{Literal.Of(column.Name)}] = {Literal.Of(column.Column)},");
        }

        writer.Close("},");
    }
}
