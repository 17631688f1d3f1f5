namespace CodegenBert.Tasks;

/// <summary>One class of a task.</summary>
/// <param name="Name">The C# name, as in the generated enum.</param>
/// <param name="Text">The spelling in data files and in <c>id2label</c>.</param>
/// <param name="Description">What the class means, from the spec; null if not given.</param>
public sealed record LabelDefinition(string Name, string Text, string? Description = null);
