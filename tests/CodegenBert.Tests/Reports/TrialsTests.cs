using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CodegenBert.Evaluation;
using CodegenBert.Reports;
using CodegenBert.Reports.Plots;
using CodegenBert.Training;
using CodegenBert.Training.Reports;
using CodegenBert.Training.Trials;

namespace CodegenBert.Tests.Reports;

/// <summary>What was tried beside the kept run stands in the reports too.</summary>
public sealed partial class TrialsTests(ReportsOfTrials trials) : IClassFixture<ReportsOfTrials>
{
    [Fact]
    public void Seeds_have_a_row_each_with_mean_and_deviation_and_the_kept_one_is_marked()
    {
        SeedsReport seeds = trials.Seeds.Seeds!;
        ReportSection section = ReportSection.Of(seeds);

        Assert.Equal(["7", "8", "9"], section.Rows.Select(row => row[1]));
        Assert.Equal(seeds.Runs.Select(run => Text(run.Value!.Value)), section.Rows.Select(row => row[2]));
        Assert.Equal(seeds.Runs.Select(run => run.Seed == seeds.KeptSeed ? "kept" : ""), section.Rows.Select(row => row[0]));
        Assert.Contains(section.Paragraphs, line => line.Contains($"accuracy has the mean {Text(seeds.Mean!.Value)}, standard deviation {Text(seeds.StandardDeviation!.Value)}; seed {seeds.KeptSeed} is the best", StringComparison.Ordinal));
        ShownIn(trials.Seeds.ToMarkdown(), trials.Seeds.ToHtml(), section, "The seeds");
    }

    [Fact]
    public void Without_validation_rows_seeds_have_no_picture_and_it_is_said_that_the_first_is_kept()
    {
        ReportSection section = ReportSection.Of(trials.SeedsWithoutValidation.Seeds!);

        Assert.Contains(section.Paragraphs, line => line.Contains("the first, seed 7, is kept", StringComparison.Ordinal));
        ShownIn(trials.SeedsWithoutValidation.ToMarkdown(), trials.SeedsWithoutValidation.ToHtml(), section);
        Assert.DoesNotContain("The seeds", trials.SeedsWithoutValidation.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Freezings_that_were_tried_have_a_row_each_with_their_difference_from_the_kept_one()
    {
        FreezeLadderReport ladder = trials.Ladder.FreezeLadder!;
        ReportSection section = ReportSection.Of(ladder);
        FreezeRung kept = ladder.Rungs.Single(rung => rung.Freeze == ladder.Chosen);

        Assert.Equal((null, null), (kept.Gain, kept.Noise));
        Assert.All(ladder.Rungs.Where(rung => rung != kept), rung => Assert.Equal(rung.Value!.Value - kept.Value!.Value, rung.Gain!.Value, 1e-6));
        Assert.All(ladder.Rungs.Where(rung => rung.BeatenBy == ladder.Chosen), rung => Assert.Equal((rung.BeatenByGain, rung.BeatenByNoise), (-rung.Gain!.Value, rung.Noise!.Value)));
        Assert.All(ladder.Rungs.Where(rung => rung != kept), rung => Assert.True(rung.Gain <= rung.Noise));
        Assert.Equal(ladder.Rungs.Select(rung => Text(rung.Value!.Value)), section.Rows.Select(row => row[2]));
        ShownIn(trials.Ladder.ToMarkdown(), trials.Ladder.ToHtml(), section, "The freezings that were tried");
    }

    [Fact]
    public void A_freezing_that_was_not_tried_is_named_and_is_not_in_the_picture()
    {
        ReportSection section = ReportSection.Of(trials.LadderWithoutTime.FreezeLadder!);

        Assert.Equal(["", "not tried: beyond the budget", "not tried: beyond the budget"], section.Rows.Select(row => row[5]));
        Assert.Contains(section.Paragraphs, line => line.Contains("held out for the choice", StringComparison.Ordinal));
        Assert.Single(Told().Matches(LadderPlot.Of(trials.LadderWithoutTime.FreezeLadder!, "l")));
        ShownIn(trials.LadderWithoutTime.ToMarkdown(), trials.LadderWithoutTime.ToHtml(), section, "The freezings that were tried");
    }

    [Fact]
    public void Folds_have_a_row_each_and_the_figures_of_all_rows_together()
    {
        ReportSection section = ReportSection.Of(trials.Folds);

        Assert.Equal(trials.Folds.Folds.Select(fold => Text(fold.Value)), section.Rows.Select(row => row[1]));
        Assert.Contains($"| accuracy | {Text(((SingleLabelReport)trials.Folds.Pooled).Accuracy)} |", trials.Folds.ToMarkdown(), StringComparison.Ordinal);
        ShownIn(trials.Folds.ToMarkdown(), trials.Folds.ToHtml(), section, "The folds", "Confusion matrix");
        ShownIn(trials.ScoreFolds.ToMarkdown(), trials.ScoreFolds.ToHtml(), ReportSection.Of(trials.ScoreFolds), "The folds", "Predicted against actual scores");
    }

    [Fact]
    public void Trials_of_a_search_have_a_row_each_and_the_lines_for_the_spec()
    {
        SearchReport search = trials.Search;
        ReportSection section = ReportSection.Of(search);

        Assert.True(search.BeatsDefault);
        Assert.Equal(search.Trials.Count, section.Rows.Count);
        Assert.Equal(search.Trials.Select(trial => Text(trial.Value)), section.Rows.Select(row => row[4]));
        Assert.Equal(["best", "the spec's"], section.Rows.Select(row => row[0]).Where(mark => mark.Length > 0).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(search.ToYaml(), search.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(search.ToYaml()), search.ToHtml(), StringComparison.Ordinal);
        ShownIn(search.ToMarkdown(), search.ToHtml(), section, "The candidates, round by round");
    }

    [Fact]
    public void A_dot_of_a_score_lies_where_the_axes_say()
    {
        RegressionAccumulator scores = new();
        scores.Add(0, 2);
        scores.Add(5, 0);

        (double X, double Y)[] dots = Dots(ScorePlot.Of((RegressionReport)scores.ToReport(0), "s"));

        // Both axes go from -0.15 to 5.15, in 48 + 380 pixels from the left and 26 + 334 from the top.
        Assert.Equal([(58.8, 224.5), (417.2, 350.5)], dots.Select(dot => (Math.Round(dot.X, 1), Math.Round(dot.Y, 1))));
    }

    [Fact]
    public void Of_many_scores_an_even_selection_is_kept()
    {
        RegressionAccumulator scores = new();
        foreach (int row in Enumerable.Range(0, 1250))
        {
            scores.Add(row, -row);
        }

        var report = (RegressionReport)scores.ToReport(0);

        Assert.Equal(Enumerable.Range(0, 500).Select(i => new ScorePair(i * 5 / 2, -(i * 5 / 2))), report.Scores);
        Assert.Contains("500 of 1250 rows are shown", ScorePlot.Note(report), StringComparison.Ordinal);
        Assert.DoesNotContain("scores", report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_are_written_to_files()
    {
        using var folder = new TemporaryFolder();
        trials.Folds.WriteHtml(folder["pages", "folds.html"]);
        trials.Search.WriteHtml(folder["pages", "search.html"]);

        Assert.Equal(trials.Folds.ToHtml(), File.ReadAllText(folder["pages", "folds.html"]));
        Assert.Equal(trials.Search.ToHtml(), File.ReadAllText(folder["pages", "search.html"]));
    }

    private static string Text(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>Both have the section, word for word; the page has the pictures, and each of its pictures is whole.</summary>
    private static void ShownIn(string markdown, string html, ReportSection section, params string[] pictures)
    {
        Assert.Contains($"\n## {section.Title}\n", markdown, StringComparison.Ordinal);
        Assert.Contains($"<h2>{section.Title}</h2>", html, StringComparison.Ordinal);
        Assert.All(section.Paragraphs, line => Assert.Contains(MarkdownText.Escape(line), markdown, StringComparison.Ordinal));
        Assert.All(section.Paragraphs, line => Assert.Contains($"<p>{WebUtility.HtmlEncode(line)}</p>", html, StringComparison.Ordinal));
        Assert.All(section.Rows, row => Assert.Contains($"| {string.Join(" | ", row.Select(MarkdownText.Escape))} |\n", markdown, StringComparison.Ordinal));
        Assert.All(section.Rows, row => Assert.Contains(string.Concat(row.Select((cell, i) => $"<td{(section.Columns[i].StartsWith(' ') ? " class=\"number\"" : "")}>{WebUtility.HtmlEncode(cell)}</td>")), html, StringComparison.Ordinal));
        string[] titles = [.. Title().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];
        Assert.All(pictures, picture => Assert.Contains(picture, titles));
        Assert.Equal(titles.Length, Svg().Count(html));
        Assert.All(Svg().Matches(html), picture => Assert.DoesNotContain("NaN", XElement.Parse(picture.Value).ToString(), StringComparison.Ordinal));
    }

    private static (double X, double Y)[] Dots(string svg) =>
    [
        .. from dot in XElement.Parse(svg).Descendants("ellipse")
           select (Number(dot, "cx"), Number(dot, "cy")),
    ];

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("<figcaption><b>(.*?)</b>")]
    private static partial Regex Title();

    [GeneratedRegex("<svg .*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();

    [GeneratedRegex("<rect class=\"tell\"")]
    private static partial Regex Told();
}
