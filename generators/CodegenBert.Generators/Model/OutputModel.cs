namespace CodegenBert.Generators.Model;

/// <summary>What the classifier gives; the members are the core's.</summary>
internal enum OutputKind
{
    SingleLabel,
    MultiLabel,
    Regression,
}

/// <summary>One label, a set of labels, or a score.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Score">The score of a regression, else null.</param>
internal sealed record OutputModel(OutputKind Kind, ScoreModel? Score = null)
{
    /// <summary>The example's property with what is to be predicted.</summary>
    public string Target => Score?.Property ?? (Kind == OutputKind.MultiLabel ? "Labels" : "Label");

    /// <summary>What the spec and data files call it.</summary>
    public string TargetColumn => Score?.Name ?? (Kind == OutputKind.MultiLabel ? "labels" : "label");
}

/// <summary>A number to be predicted.</summary>
/// <param name="Name">The column in data files.</param>
/// <param name="Property">The C# property, PascalCase.</param>
/// <param name="Parameter">The C# parameter, camelCase, not escaped.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
internal sealed record ScoreModel(string Name, string Property, string Parameter, float Minimum, float Maximum);
