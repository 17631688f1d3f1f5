using CodegenBert.Training.Trials;

namespace CodegenBert.Training.Reports;

/// <summary>A part of a report that is words and a table: the same in Markdown, in HTML, and wherever else it is shown.</summary>
public sealed record ReportSection
{
    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be known, a paragraph each.</summary>
    public required IReadOnlyList<string> Paragraphs { get; init; }

    /// <summary>The table's headings; a column whose heading begins with a space is of numbers.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The table's cells, row by row, as they are: nothing is escaped.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }

    /// <summary>Runs that differ in their seed alone.</summary>
    /// <param name="seeds">The runs.</param>
    public static ReportSection Of(SeedsReport seeds) => SeedsSection.Of(seeds);

    /// <summary>What <c>freeze: auto</c> tried.</summary>
    /// <param name="ladder">The freezings.</param>
    public static ReportSection Of(FreezeLadderReport ladder) => LadderSection.Of(ladder);

    /// <summary>The folds of a cross-validation.</summary>
    /// <param name="folds">The folds.</param>
    public static ReportSection Of(CrossValidationReport folds) => FoldsSection.Of(folds);

    /// <summary>The trials of a search.</summary>
    /// <param name="search">The search.</param>
    public static ReportSection Of(SearchReport search) => SearchSection.Of(search);
}
