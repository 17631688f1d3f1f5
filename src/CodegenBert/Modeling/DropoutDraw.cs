namespace CodegenBert.Modeling;

/// <summary>A mask that has been drawn, for a function that multiplies by it itself.</summary>
/// <param name="Key">The mask's.</param>
/// <param name="Probability">Of a zero.</param>
internal readonly record struct DropoutDraw(ulong Key, double Probability);
