namespace CodegenBert.Tasks;

/// <summary>The score of a regression.</summary>
/// <param name="Name">Its name, as the spec writes it: the column of data files.</param>
/// <param name="Minimum">The least score that data may have.</param>
/// <param name="Maximum">The greatest score that data may have.</param>
/// <exception cref="ArgumentException">The range is empty or not finite.</exception>
public sealed record ScoreDefinition(string Name, float Minimum, float Maximum)
{
    /// <summary>The greatest score that data may have.</summary>
    public float Maximum { get; } = float.IsFinite(Minimum) && float.IsFinite(Maximum) && Minimum < Maximum
        ? Maximum
        : throw new ArgumentException($"The range of the score `{Name}` is {Minimum} to {Maximum}; two finite numbers are needed, the second greater.", nameof(Maximum));

    /// <summary>Whether data may have a score: within the range, its ends included.</summary>
    /// <param name="value">The score.</param>
    public bool Contains(float value) => value >= Minimum && value <= Maximum;
}
