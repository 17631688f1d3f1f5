using System.Globalization;
using CodegenBert.Evaluation;
using CodegenBert.Training.Trials;

namespace CodegenBert.Reports.Plots;

/// <summary>The candidates of a search from round to round, each on thrice as many rows as in the one before.</summary>
internal static class SearchPlot
{
    /// <summary>The picture.</summary>
    public static string Of(SearchReport report, string id)
    {
        int rounds = report.Trials.Max(trial => trial.Round);
        AxisScale x = new(0.7, rounds + 0.3, [.. report.Trials.DistinctBy(trial => trial.Round).Select(trial => new AxisTick(trial.Round, trial.TrainingRows.ToString(CultureInfo.InvariantCulture)))]);
        AxisScale y = AxisScale.Around(report.Trials.Select(trial => trial.Value)).Wider();
        Chart chart = new(x, y, "training rows of the round", top: 26);
        chart.Write(x.Least, y.Most, FigureName.Of(report.Metric), "start", "axis", 0, -10);

        // What matters is drawn last, over the rest.
        foreach (IGrouping<int, SearchTrial> candidate in report.Trials.GroupBy(trial => trial.Number).OrderBy(trials => Rank(report, trials.Key)))
        {
            bool isOrdinary = Rank(report, candidate.Key) == 0;
            Ink ink = isOrdinary ? Ink.Train : Rank(report, candidate.Key) == 1 ? Ink.Validation : Ink.Right;
            chart.Curve(candidate.Select(trial => ((double)trial.Round, trial.Value)), ink, isOrdinary ? 0.4 : 1, isOrdinary ? 1 : 2, isOrdinary ? 6 : 8);
        }

        return chart.ToSvg(id, $"{FigureName.Of(report.Metric)} of each candidate in each round");
    }

    /// <summary>0 for any candidate, 1 for the spec's own values, 2 for the best where that is another.</summary>
    private static int Rank(SearchReport report, int number) => number == report.Default.Number ? 1 : number == report.Best.Number ? 2 : 0;
}
