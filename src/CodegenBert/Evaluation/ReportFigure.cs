namespace CodegenBert.Evaluation;

/// <summary>A single figure of a report.</summary>
/// <param name="Name">As JSON has it: <c>macro_f1</c>.</param>
/// <param name="Value">Its value.</param>
public readonly record struct ReportFigure(string Name, double Value)
{
    /// <summary>The figures that are defined.</summary>
    /// <param name="figures">All, null for those that are not.</param>
    internal static IReadOnlyList<ReportFigure> List(params IEnumerable<(string Name, double? Value)> figures) =>
        [.. from figure in figures where figure.Value is not null select new ReportFigure(figure.Name, figure.Value.GetValueOrDefault())];
}
