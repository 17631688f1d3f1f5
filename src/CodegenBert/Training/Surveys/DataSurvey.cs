using CodegenBert.Tasks;

namespace CodegenBert.Training.Surveys;

/// <summary>What a run's data are like, as far as it can be told before the first step: sizes, labels, lengths, what will be cut, what is there twice.</summary>
public sealed record DataSurvey
{
    /// <summary>The rows to learn from.</summary>
    public required RowSurvey Train { get; init; }

    /// <summary>The rows that decide; null without any.</summary>
    public RowSurvey? Validation { get; init; }

    /// <summary>Validation rows whose input is among the training rows' too; null without validation rows.</summary>
    public Repetition? Shared { get; init; }

    /// <summary>Most ids of an input, special tokens included.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The survey in about ten lines, what needs a look marked by an exclamation mark.</summary>
    public string ToText() => SurveyText.Of(this);

    /// <summary>Looks through tokenized rows. Inputs are compared as the model sees them: by their ids and segments, after cutting.</summary>
    /// <param name="task">The task.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide; null for none.</param>
    internal static DataSurvey Of(TaskDefinition task, EncodedRows train, EncodedRows? validation)
    {
        SeenInputs seen = new(train);
        return new()
        {
            Train = RowSurvey.Of(task, train, seen.Repeated),
            Validation = validation is null ? null : RowSurvey.Of(task, validation, new SeenInputs(validation).Repeated),
            Shared = validation is null ? null : seen.Shared(validation),
            MaxLength = task.Tokenizer.MaxLength,
        };
    }
}
