namespace CodegenBert.Generators.Model;

/// <summary>What a spec means: all that the emitters see.</summary>
/// <remarks>
/// Two specs of the same meaning must be equal, so that an edited comment regenerates nothing. Hence records of values and
/// <see cref="EquatableArray{T}"/>s only: no positions, no text of the file, no symbols; the same holds for every type in this folder.
/// </remarks>
internal sealed record SpecModel
{
    /// <summary>The spec's path relative to its project, with forward slashes.</summary>
    public required string SpecPath { get; init; }

    /// <summary>Dotted and unescaped; empty for the global namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The prefix of all generated types.</summary>
    public required string Task { get; init; }

    public required string? Description { get; init; }

    /// <summary>Whether the generated types are internal.</summary>
    public required bool IsInternal { get; init; }

    public required InputModel Input { get; init; }

    public required OutputModel Output { get; init; }

    /// <summary>None for a regression.</summary>
    public required EquatableArray<LabelModel> Labels { get; init; }

    public required EncoderModel Encoder { get; init; }

    public required TokenizerModel Tokenizer { get; init; }

    public required HeadModel Head { get; init; }

    /// <summary>With phases, the freezing of the one that trains the most.</summary>
    public required FreezeModel Freeze { get; init; }

    /// <summary>None for a run with one freezing.</summary>
    public required EquatableArray<PhaseModel> Phases { get; init; }

    /// <summary>The probability below which a prediction is undecided; null decides always.</summary>
    public required float? AbstainBelow { get; init; }

    public required TrainingModel Training { get; init; }

    public required DataModel Data { get; init; }

    /// <summary>The task's name with its namespace.</summary>
    public string FullName => Namespace.Length == 0 ? Task : Namespace + "." + Task;
}
