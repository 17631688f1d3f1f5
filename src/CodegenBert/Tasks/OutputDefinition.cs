namespace CodegenBert.Tasks;

/// <summary>What a task says of an input.</summary>
public enum OutputKind
{
    /// <summary>Exactly one of the labels: softmax over the logits, cross-entropy.</summary>
    SingleLabel = 0,

    /// <summary>Any number of the labels, none too: a sigmoid per label, binary cross-entropy.</summary>
    MultiLabel = 1,

    /// <summary>A score: one logit, mean squared error.</summary>
    Regression = 2,
}

/// <summary>What a task's output is: one label, several, or a score with its range.</summary>
public sealed record OutputDefinition
{
    private OutputDefinition(OutputKind kind, ScoreDefinition? score) => (Kind, Score) = (kind, score);

    /// <summary>Exactly one of the labels.</summary>
    public static OutputDefinition SingleLabel { get; } = new(OutputKind.SingleLabel, null);

    /// <summary>Any number of the labels, none too.</summary>
    public static OutputDefinition MultiLabel { get; } = new(OutputKind.MultiLabel, null);

    /// <summary>Which of the three.</summary>
    public OutputKind Kind { get; }

    /// <summary>The score of a regression; else null.</summary>
    public ScoreDefinition? Score { get; }

    /// <summary>A score.</summary>
    /// <param name="score">Its name and range.</param>
    public static OutputDefinition Regression(ScoreDefinition score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return new(OutputKind.Regression, score);
    }
}
