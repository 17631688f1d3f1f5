using CodegenBert.Evaluation;
using CodegenBert.Training.Trials;

namespace CodegenBert.Training.Reports;

/// <summary>The folds of a cross-validation in words and a table.</summary>
internal static class FoldsSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(CrossValidationReport report) => new()
    {
        Title = "Folds",
        Paragraphs =
        [
            Cell.Of($"Over {report.Folds.Count} folds {FigureName.Of(report.Metric)} has the mean {report.Mean:F4} and the standard deviation {report.StandardDeviation:F4}, which understates how far the mean is off, since the folds share training rows."),
            Cell.Of($"Each of the {report.Pooled.Rows} rows is scored once, by a model that has not seen it; {report.Seconds:F1} s."),
        ],
        Columns = [" fold", " " + FigureName.Of(report.Metric), " rows scored", " learnt from", " held out to choose the epoch", " epoch kept", " seconds"],
        Rows =
        [
            .. report.Folds.Select(fold => (string[])[
                Cell.Count(fold.Fold),
                Cell.Figure(fold.Value),
                Cell.Count(fold.Test.Rows),
                Cell.Count(fold.TrainingRows),
                Cell.Count(fold.ValidationRows),
                Cell.Count(fold.BestEpoch),
                Cell.Seconds(fold.Seconds)]),
        ],
    };
}
