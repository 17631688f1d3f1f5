namespace CodegenBert.Training.Reports;

/// <summary>A setting that was in force in a run.</summary>
/// <param name="Name">As the spec has it: <c>batch_size</c>, <c>freeze</c>.</param>
/// <param name="Value">In invariant form; <c>none</c> for what was not given.</param>
public readonly record struct RecipeSetting(string Name, string Value);
