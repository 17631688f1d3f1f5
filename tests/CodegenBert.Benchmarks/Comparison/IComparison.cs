namespace CodegenBert.Benchmarks.Comparison;

/// <summary>A part of <c>compare</c>.</summary>
internal interface IComparison
{
    /// <summary>Its name, as <c>--only</c> has it.</summary>
    string Name { get; }

    /// <summary>Measures, row by row.</summary>
    /// <param name="settings">What is measured, and how often.</param>
    IEnumerable<ComparisonRow> Run(ComparisonSettings settings);
}
