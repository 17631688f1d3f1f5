namespace CodegenBert.Data;

/// <summary>One row of a data set.</summary>
/// <param name="Input">The text or texts.</param>
/// <param name="Target">The label, the labels or the score.</param>
/// <param name="Origin">Where the row comes from.</param>
public readonly record struct LabeledTexts(InputTexts Input, RowTarget Target, RowOrigin Origin)
{
    /// <summary>How much the row weighs in the loss: 0 or more.</summary>
    public float Weight { get; init; } = 1;

    /// <summary>The group that the row belongs to; null for none. Rows of one group stay together when a data set is split.</summary>
    public string? Group { get; init; }
}
