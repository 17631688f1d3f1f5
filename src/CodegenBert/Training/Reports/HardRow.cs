namespace CodegenBert.Training.Reports;

/// <summary>A validation row that the best epoch's model finds hard.</summary>
public sealed record HardRow
{
    /// <summary>0-based index in the validation data.</summary>
    public required int Row { get; init; }

    /// <summary>File and line, or the row's number.</summary>
    public required string Origin { get; init; }

    /// <summary>The text, or the first of two.</summary>
    public required string First { get; init; }

    /// <summary>The second text of a pair, else null.</summary>
    public string? Second { get; init; }

    /// <summary>What the data say: the label, the labels or the score.</summary>
    public required string Actual { get; init; }

    /// <summary>What the model says.</summary>
    public required string Predicted { get; init; }

    /// <summary>The predicted label's probability; of several labels that of the surest wrong decision; null for a score.</summary>
    public double? Probability { get; init; }

    /// <summary>The row's loss, as the validation loss counts it.</summary>
    public required double Loss { get; init; }
}
