namespace CodegenBert.Data;

/// <summary>One input to be classified, and where it comes from.</summary>
/// <param name="Input">The text or texts.</param>
/// <param name="Origin">Where the row comes from.</param>
public readonly record struct InputRow(InputTexts Input, RowOrigin Origin);
