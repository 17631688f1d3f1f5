namespace CodegenBert.Data;

/// <summary>One row of a data set.</summary>
/// <param name="Input">The text or texts.</param>
/// <param name="Label">The label's index in the task's <see cref="Tasks.LabelSet"/>.</param>
/// <param name="Origin">Where the row comes from.</param>
public readonly record struct LabeledTexts(InputTexts Input, int Label, RowOrigin Origin);
