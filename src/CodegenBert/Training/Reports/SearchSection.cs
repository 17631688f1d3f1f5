using CodegenBert.Evaluation;
using CodegenBert.Training.Trials;

namespace CodegenBert.Training.Reports;

/// <summary>The trials of a search in words and a table.</summary>
internal static class SearchSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(SearchReport report) => new()
    {
        Title = "Trials",
        Paragraphs = [.. Words(report)],
        Columns = ["", " round", " rows", " candidate", " " + FigureName.Of(report.Metric), " epoch kept", " head's rate", " encoder's rate", "head reads", "hidden", "freeze", " seconds"],
        Rows =
        [
            .. from trial in report.Trials
               let candidate = trial.Candidate
               select (string[])[
                   trial == report.Best ? "best" : trial.Number == report.Default.Number ? "the spec's" : "",
                   Cell.Count(trial.Round),
                   Cell.Count(trial.TrainingRows),
                   Cell.Count(trial.Number),
                   Cell.Figure(trial.Value),
                   Cell.Count(trial.BestEpoch),
                   Cell.Rate(candidate.HeadLearningRate),
                   Cell.Rate(candidate.LearningRate),
                   candidate.Reads,
                   candidate.Head.Hidden.Count == 0 ? "none" : string.Join(", ", candidate.Head.Hidden),
                   candidate.Freeze.ToString(),
                   trial.IsRemembered ? "remembered" : Cell.Seconds(trial.Seconds)],
        ],
    };

    private static IEnumerable<string> Words(SearchReport report)
    {
        string metric = FigureName.Of(report.Metric);
        yield return report.BeatsDefault
            ? Cell.Of($"Candidate {report.Best.Number} is better than the spec's values by more than the noise: {metric} {report.Best.Value:F4} instead of {report.Default.Value:F4}, a difference of {report.Gain:F4} ± {report.Noise:F4} (one standard error).")
            : Cell.Of($"Nothing that was tried is better than the spec's values ({metric} {report.Default.Value:F4}) by more than the noise.");
        if (report.BeatsDefault)
        {
            yield return "The validation rows have chosen it, so that value is a flattering one: score it on a test set.";
        }

        if (report.RanOutOfTime)
        {
            yield return "The time ran out before all rounds were made.";
        }
    }
}
