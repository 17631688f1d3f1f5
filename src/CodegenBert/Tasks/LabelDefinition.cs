namespace CodegenBert.Tasks;

/// <summary>One class of a task.</summary>
/// <param name="Name">The C# name, as in the generated enum.</param>
/// <param name="Text">The spelling in data files and in <c>id2label</c>.</param>
/// <param name="Description">What the class means, from the spec; null if not given.</param>
public sealed record LabelDefinition(string Name, string Text, string? Description = null)
{
    /// <summary>
    /// How much the class weighs in the loss, above 0: the weight of its rows in the cross-entropy of a single label (PyTorch's <c>weight</c>),
    /// that of its presence in the binary cross-entropy of several (<c>pos_weight</c>).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not a number above 0.</exception>
    public double Weight
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The weight of the label `{Text}` must be a number above 0.");
    } = 1;
}
