using CodegenBert.Data;
using CodegenBert.Evaluation;

namespace CodegenBert.Tests.Evaluation;

public sealed class RegressionReportTests
{
    [Fact]
    public void The_table_says_what_is_not_defined() => Assert.Equal(
        """
        rows             2
        loss             0.2500
        RMSE             0.5000
        MAE              0.5000
        Pearson          not defined
        Spearman         not defined
        R2               0.0000

        """,
        Report((1, 1.5), (2, 1.5)).ToTable());

    [Fact]
    public void Of_scores_that_are_all_alike_nothing_or_all_is_explained()
    {
        Assert.Equal(1, Report((3, 3), (3, 3)).R2);
        Assert.Equal(0, Report((3, 3), (3, 4)).R2);
    }

    [Fact]
    public void A_single_row_has_no_R2() => Assert.Null(Report((1, 1.5)).R2);

    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks() =>
        Assert.Equal(Math.Sqrt(3) / 2, Report((1, 1), (2, 5), (3, 5)).Spearman!.Value, 1e-12); // ranks 1, 2, 3 and 1, 2.5, 2.5

    [Fact]
    public void The_model_gives_the_raw_score_and_the_row_its_own()
    {
        RegressionAccumulator accumulator = new();
        accumulator.Add(RowTarget.Score(4), [6]);

        var report = (RegressionReport)accumulator.ToReport(truncatedRows: 1);

        Assert.Equal((4, 4, 2, 2, 1), (report.Loss, report.MeanSquaredError, report.RootMeanSquaredError, report.MeanAbsoluteError, report.TruncatedRows));
    }

    private static RegressionReport Report(params (double Actual, double Predicted)[] rows)
    {
        RegressionAccumulator accumulator = new();
        foreach ((double actual, double predicted) in rows)
        {
            accumulator.Add(actual, predicted);
        }

        return (RegressionReport)accumulator.ToReport(truncatedRows: 0);
    }
}
