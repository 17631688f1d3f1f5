namespace CodegenBert.Generators.Model;

/// <summary>A class of the task.</summary>
/// <param name="Name">The C# name.</param>
/// <param name="Text">The spelling in data files.</param>
/// <param name="Description">What it means, if the spec says.</param>
/// <param name="Weight">Its weight in the loss.</param>
internal sealed record LabelModel(string Name, string Text, string? Description, double Weight = 1);
