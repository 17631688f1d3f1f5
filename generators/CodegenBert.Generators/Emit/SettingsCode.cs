using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>The settings of a task as initialisers of the core's records.</summary>
internal static class SettingsCode
{
    private const string Tasks = "global::CodegenBert.Tasks.";

    public static void Tokenizer(SourceWriter writer, TokenizerModel tokenizer)
    {
        writer.Lines($"Tokenizer = new {Tasks}TokenizerSettings").Open();
        writer.Lines("MaxLength = MaxLength,");
        writer.Lines($"Truncation = {Tasks}TruncationStrategy.{tokenizer.Truncation},");
        Optional(writer, "HeadShare", Number(tokenizer.HeadShare));
        Optional(writer, "Window", tokenizer.Window is { } window ? $"new {Tasks}WindowSettings({Literal.Of(window.Stride)}, {Tasks}WindowCombination.{window.Combine})" : null);
        Optional(writer, "Lowercase", tokenizer.Lowercase switch
        {
            true => "true",
            false => "false",
            null => null,
        });
        writer.Lines($"SpecialTokensInText = {Tasks}SpecialTokensInText.{tokenizer.SpecialTokensInText},");
        writer.Close("},");
    }

    public static void Head(SourceWriter writer, HeadModel head)
    {
        string poolings = string.Join(", ", head.Pooling.Select(static pooling => $"{Tasks}Pooling.{pooling}"));
        string layers = head.Layers.IsLastOnly ? "Last"
            : head.Layers.Numbers.Count == 0 ? $"LastLayers({Literal.Of(head.Layers.LastCount)})"
            : $"Of({Numbers(head.Layers.Numbers)})";
        writer.Lines($"Head = new {Tasks}HeadDefinition").Open();
        writer.Lines($"Pooling = new {Tasks}Pooling[] {{ {poolings} }},");
        writer.Lines($"Layers = {Tasks}LayerSelection.{layers},");
        Optional(writer, "Hidden", head.Hidden.Count > 0 ? Numbers(head.Hidden) : null);
        writer.Lines($"Activation = {Tasks}HeadActivation.{head.Activation},");
        writer.Lines($"Dropout = {Literal.Of(head.Dropout)},");
        writer.Close("},");
    }

    public static void Training(SourceWriter writer, TrainingModel training)
    {
        string warmUp = training.WarmUp.Steps is { } steps ? $"OfSteps({Literal.Of(steps)})" : $"OfFraction({Literal.Of(training.WarmUp.Fraction)})";
        writer.Lines($"Training = new {Tasks}TrainingDefaults").Open();
        writer.Lines($"Epochs = {Literal.Of(training.Epochs)},");
        Optional(writer, "EpochsWithoutValidation", training.EpochsWithoutValidation is { } epochs ? Literal.Of(epochs) : null);
        writer.Lines($"BatchSize = {Literal.Of(training.BatchSize)},");
        Optional(writer, "LearningRate", Number(training.LearningRate));
        Optional(writer, "LayerDecay", Number(training.LayerDecay));
        writer.Lines($"HeadLearningRate = {Literal.Of(training.HeadLearningRate)},");
        writer.Lines($"WeightDecay = {Literal.Of(training.WeightDecay)},");
        writer.Lines($"WarmUp = {Tasks}WarmUp.{warmUp},");
        writer.Lines($"Schedule = {Tasks}RateSchedule.{training.Schedule},");
        writer.Lines($"MaxGradNorm = {Literal.Of(training.MaxGradNorm)},");
        Optional(writer, "LabelSmoothing", Number(training.LabelSmoothing));
        Optional(writer, "ClassWeights", training.ClassWeights is { } weighting ? $"{Tasks}ClassWeighting.{weighting}" : null);
        writer.Lines($"EarlyStopping = {Literal.Of(training.EarlyStopping.Patience)},");
        Unusual(writer, "EarlyStoppingLeastChange", Literal.Of(training.EarlyStopping.LeastChange), "0.0");
        Unusual(writer, "BestBy", training.BestBy, "Loss", "ValidationMetric.");
        Unusual(writer, "ReinitializedLayers", Literal.Of(training.ReinitializedLayers ?? 0), "0");
        Unusual(writer, "Precision", training.Precision, "Float32", "Precision.");
        Unusual(writer, "GradientAccumulation", Literal.Of(training.GradientAccumulation), "1");
        Optional(writer, "TokensPerBatch", training.TokensPerBatch is { } tokens ? Literal.Of(tokens) : null);
        Optional(writer, "GradientCheckpointing", training.GradientCheckpointing == true ? "true" : null);
        Unusual(writer, "Thresholds", training.Thresholds ?? "Fixed", "Fixed", "ThresholdRule.");
        Unusual(writer, "Calibration", training.Calibration ?? "Temperature", "Temperature", "Calibration.");
        Unusual(writer, "Seeds", Literal.Of(training.Seeds), "1");
        writer.Lines($"Seed = {Literal.Of(training.Seed)},");
        writer.Close("},");
    }

    /// <summary>Phases, if there are any.</summary>
    public static void Phases(SourceWriter writer, EquatableArray<PhaseModel> phases)
    {
        if (phases.Count == 0)
        {
            return;
        }

        writer.Lines($"Phases = new {Tasks}TrainingPhase[]").Open();
        foreach (PhaseModel phase in phases)
        {
            string[] rates =
            [
                .. phase.LearningRate is { } rate ? [$"LearningRate = {Literal.Of(rate)}"] : Array.Empty<string>(),
                .. phase.HeadLearningRate is { } headRate ? [$"HeadLearningRate = {Literal.Of(headRate)}"] : Array.Empty<string>(),
            ];
            string initializer = rates.Length == 0 ? "" : $" {{ {string.Join(", ", rates)} }}";
            writer.Lines($"new {Tasks}TrainingPhase({Literal.Of(phase.Epochs)}, {Freeze(phase.Freeze)}){initializer},");
        }

        writer.Close("},");
    }

    public static string Freeze(FreezeModel freeze) => $"new {Tasks}FreezePlan({Tasks}FreezeKind.{freeze.Kind}, {Literal.Of(freeze.Layers)})";

    /// <summary>A property that is set only where it is not what the core takes anyway; a word is a member of one of its enums.</summary>
    private static void Unusual(SourceWriter writer, string property, string value, string usual, string? members = null) =>
        Optional(writer, property, value == usual ? null : members is null ? value : Tasks + members + value);

    /// <summary>A property that is set only where the spec has it; elsewhere the core's own default holds.</summary>
    public static void Optional(SourceWriter writer, string property, string? value)
    {
        if (value is not null)
        {
            writer.Lines($"{property} = {value},");
        }
    }

    private static string? Number(double? number) => number is { } value ? Literal.Of(value) : null;

    private static string Numbers(IEnumerable<int> numbers) => $"new int[] {{ {string.Join(", ", numbers.Select(static number => Literal.Of(number)))} }}";
}
