namespace CodegenBert.Data;

/// <summary>The text, or the two texts, of one input.</summary>
/// <param name="First">The only text, or the first of a pair.</param>
/// <param name="Second">The second text of a pair, else null.</param>
public readonly record struct InputTexts(string First, string? Second = null);
