namespace CodegenBert.Data;

/// <summary>One row of a data set.</summary>
/// <param name="Input">The text or texts.</param>
/// <param name="Target">The label, the labels or the score.</param>
/// <param name="Origin">Where the row comes from.</param>
public readonly record struct LabeledTexts(InputTexts Input, RowTarget Target, RowOrigin Origin);
