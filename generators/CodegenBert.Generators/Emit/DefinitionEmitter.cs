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

            /// <summary>How many labels there are.</summary>
            public const int LabelCount = {{Literal.Of(Model.Labels.Count)}};

            /// <summary>Most ids of an input, <c>[CLS]</c> and <c>[SEP]</c> included.</summary>
            public const int MaxLength = {{Literal.Of(Model.MaxLength)}};

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
        Labels(writer);
        writer.Lines($"Encoder = new {Tasks}EncoderReference({Tasks}EncoderSource.{(Model.Encoder.IsFolder ? "Folder" : "Package")}, {Literal.Of(Model.Encoder.Name)}),");
        writer.Lines($"Tokenizer = new {Tasks}TokenizerSettings {{ MaxLength = MaxLength }},");
        Head(writer, Model.Head);
        writer.Lines($"Freeze = new {Tasks}FreezePlan({Tasks}FreezeKind.{Model.Freeze.Kind}, {Literal.Of(Model.Freeze.Layers)}),");
        Training(writer, Model.Training);
        writer.Close("};");
    }

    private void Labels(SourceWriter writer)
    {
        writer.Lines($"Labels = new {Tasks}LabelSet(new {Tasks}LabelDefinition[]").Open();
        foreach (LabelModel label in Model.Labels)
        {
            string description = label.Description is null ? "" : ", " + Literal.Of(label.Description);
            writer.Lines($"new {Tasks}LabelDefinition({Literal.Of(label.Name)}, {Literal.Of(label.Text)}{description}),");
        }

        writer.Close("}),");
    }

    private static void Head(SourceWriter writer, HeadModel head)
    {
        string poolings = string.Join(", ", head.Pooling.Select(static pooling => $"{Tasks}Pooling.{pooling}"));
        string layers = head.Layers.IsLastOnly ? "Last"
            : head.Layers.Numbers.Count == 0 ? $"LastLayers({Literal.Of(head.Layers.LastCount)})"
            : $"Of({Numbers(head.Layers.Numbers)})";
        writer.Lines($"Head = new {Tasks}HeadDefinition").Open();
        writer.Lines($"Pooling = new {Tasks}Pooling[] {{ {poolings} }},");
        writer.Lines($"Layers = {Tasks}LayerSelection.{layers},");
        if (head.Hidden.Count > 0)
        {
            writer.Lines($"Hidden = {Numbers(head.Hidden)},");
        }

        writer.Lines($"Activation = {Tasks}HeadActivation.{head.Activation},");
        writer.Lines($"Dropout = {Literal.Of(head.Dropout)},");
        writer.Close("},");
    }

    private static void Training(SourceWriter writer, TrainingModel training)
    {
        string warmUp = training.WarmUp.Steps is { } steps ? $"OfSteps({Literal.Of(steps)})" : $"OfFraction({Literal.Of(training.WarmUp.Fraction)})";
        writer.Lines($"Training = new {Tasks}TrainingDefaults").Open();
        writer.Lines($"Epochs = {Literal.Of(training.Epochs)},");
        if (training.EpochsWithoutValidation is { } epochs)
        {
            writer.Lines($"EpochsWithoutValidation = {Literal.Of(epochs)},");
        }

        writer.Lines($"BatchSize = {Literal.Of(training.BatchSize)},");
        if (training.LearningRate is { } rate)
        {
            writer.Lines($"LearningRate = {Literal.Of(rate)},");
        }

        writer.Lines($"HeadLearningRate = {Literal.Of(training.HeadLearningRate)},");
        writer.Lines($"WeightDecay = {Literal.Of(training.WeightDecay)},");
        writer.Lines($"WarmUp = {Tasks}WarmUp.{warmUp},");
        writer.Lines($"Schedule = {Tasks}RateSchedule.{training.Schedule},");
        writer.Lines($"MaxGradNorm = {Literal.Of(training.MaxGradNorm)},");
        writer.Lines($"EarlyStopping = {Literal.Of(training.EarlyStopping)},");
        writer.Lines($"Seed = {Literal.Of(training.Seed)},");
        writer.Close("},");
    }

    private static string Numbers(IEnumerable<int> numbers) => $"new int[] {{ {string.Join(", ", numbers.Select(static number => Literal.Of(number)))} }}";
}
