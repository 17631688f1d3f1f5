using CodegenBert.Training;
using CodegenBert.Training.Reports;

namespace CodegenBert.Tests.Reports;

/// <summary>The report in Markdown.</summary>
public sealed class MarkdownTests(ReportOfRun runs) : IClassFixture<ReportOfRun>
{
    [Theory]
    [InlineData("one label", "| accuracy | ", "accuracy: ")]
    [InlineData("several labels", "| micro_f1 | ", "subset accuracy: ")]
    [InlineData("score", "| pearson | ", "| hamming", false)]
    public void Each_kind_of_output_has_its_figures(string kind, string figure, string interval, bool hasInterval = true)
    {
        string markdown = runs.Of(kind).ToMarkdown();

        Assert.Contains(figure, markdown, StringComparison.Ordinal);
        Assert.Equal(hasInterval, markdown.Contains(interval, StringComparison.Ordinal));
        Assert.All((string[])["## Data", "## Epochs", "## Validation", "## Hardest validation rows", "## Time and work", "## Recipe"], heading => Assert.Contains($"\n{heading}\n", markdown, StringComparison.Ordinal));
        Assert.Equal(kind != "score" && runs.Of(kind).ConfidentlyWrongRows.Count > 0, markdown.Contains("\n## Most confidently wrong\n", StringComparison.Ordinal));
    }

    [Fact]
    public void The_recipe_the_hashes_and_the_work_are_in_it()
    {
        TrainingReport report = runs.Of("one label");
        string markdown = report.ToMarkdown();

        Assert.Contains("| batch\\_size | 8 |", markdown, StringComparison.Ordinal);
        Assert.Contains(report.DataHash!, markdown, StringComparison.Ordinal);
        Assert.Contains(report.EncoderHash!, markdown, StringComparison.Ordinal);
        Assert.Contains($"| trained part | {report.TrainedPasses.Texts} | {report.TrainedPasses.Tokens} |", markdown, StringComparison.Ordinal);
        Assert.Contains($"| kept | {report.BestEpoch} |", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_the_data_is_no_markup()
    {
        string[] rows = [.. runs.Of("one label").ToMarkdown().Split('\n').Where(line => line.Contains("alert", StringComparison.Ordinal))];

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            Assert.Contains(@"good \</pre\>\<script\>alert\(1\)\</script\>", row, StringComparison.Ordinal);
            Assert.Contains(@"\| \`bad\` \[film\]\(javascript\:alert\(3\)\)", row, StringComparison.Ordinal);
            Assert.Equal(7, row.Replace(@"\|", "", StringComparison.Ordinal).Count(one => one == '|'));
        });
    }

    [Theory]
    [InlineData("two\nlines\r\n\tand a tab", "two lines   and a tab")]
    [InlineData("a|b", @"a\|b")]
    [InlineData("*bold* _it_ ~no~ #1", @"\*bold\* \_it\_ \~no\~ \#1")]
    [InlineData("&lt;b&gt;", @"\&lt;b\&gt;")]
    public void A_text_stays_on_one_line_as_it_is(string text, string markdown) => Assert.Equal(markdown, MarkdownText.Escape(text));

    [Fact]
    public void A_report_of_a_bare_loop_has_what_there_is() => Assert.Equal(
        """
        # Training report

        2 training rows, 1 steps in 1 epochs, 0.5 s. Kept: epoch 1.

        ## Epochs

        |  | epoch | training loss | seconds |
        | --- | ---: | ---: | ---: |
        | kept | 1 | 0.2500 | 0.5 |

        ## Time and work

        | through the encoder's | texts | tokens |
        | --- | ---: | ---: |
        | frozen part | 2 | 9 |
        | trained part | 0 | 0 |

        """,
        BareReport.ToMarkdown());

    internal static TrainingReport BareReport { get; } = new()
    {
        Epochs = [new() { Epoch = 1, TrainingLoss = 0.25, Seconds = 0.5, TrainingSeconds = 0.25, FrozenPasses = new(2, 9), TrainedPasses = default }],
        BestEpoch = 1,
        StoppedEarly = false,
        Steps = 1,
        TrainingRows = 2,
        TruncatedRows = 0,
        Seconds = 0.5,
    };
}
