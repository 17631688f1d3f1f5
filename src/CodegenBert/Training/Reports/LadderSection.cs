using CodegenBert.Evaluation;
using CodegenBert.Training.Trials;

namespace CodegenBert.Training.Reports;

/// <summary>The freezings that <c>freeze: auto</c> tried, in words and a table.</summary>
internal static class LadderSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(FreezeLadderReport ladder) => new()
    {
        Title = "What is frozen",
        Paragraphs =
        [
            Cell.Of($"freeze: auto keeps {ladder.Chosen}, the cheapest freezing that no other beats by more than the noise, one standard error of the difference over {ladder.ValidationRows} rows. The table has each one's difference from the kept one."),
            .. ladder.HeldOut ? ["Those rows are a tenth of the training rows, held out for the choice since there are no validation rows; the run after it learnt from them too."] : Array.Empty<string>(),
        ],
        Columns = ["", "freeze", " " + FigureName.Of(ladder.Metric), " difference", " ± noise", "beaten by", " epoch kept", " seconds"],
        Rows = [.. ladder.Rungs.Select(rung => Row(ladder, rung))],
    };

    private static string[] Row(FreezeLadderReport ladder, FreezeRung rung) => rung.Value is null
        ? ["", rung.Freeze.ToString(), "", "", "", "not tried: beyond the budget", "", ""]
        :
        [
            rung.Freeze == ladder.Chosen ? "kept" : "",
            rung.Freeze.ToString(),
            Cell.Figure(rung.Value),
            Cell.Difference(rung.Gain),
            Cell.Figure(rung.Noise),
            rung.BeatenBy is { } by ? Cell.Of($"{by}, by {rung.BeatenByGain:F4} ± {rung.BeatenByNoise:F4}") : "",
            Cell.Count(rung.BestEpoch),
            Cell.Seconds(rung.Seconds),
        ];
}
