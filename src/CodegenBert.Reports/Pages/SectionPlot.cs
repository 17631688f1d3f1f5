namespace CodegenBert.Reports.Pages;

/// <summary>The plot of a section.</summary>
/// <param name="Title">The title.</param>
/// <param name="Svg">The picture.</param>
/// <param name="Note">A line below; empty for none.</param>
/// <param name="Legend">What each colour means: a class of the style sheet and words.</param>
internal sealed record SectionPlot(string Title, string Svg, string Note, params (string Style, string Words)[] Legend);
