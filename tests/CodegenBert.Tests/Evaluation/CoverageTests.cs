using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Evaluation;

/// <summary>Accuracy where only the surest rows are decided; the figures were computed by a program of its own, over all orders of equally sure rows.</summary>
public sealed class CoverageTests
{
    /// <summary>Ten rows of two labels: the probability of the most probable one, which is the first, and whether it is the row's.</summary>
    private static readonly (double Probability, bool Right)[] Rows =
    [
        (0.6, false), (0.95, true), (0.8, true), (0.7, true), (0.95, false), (0.7, true), (0.55, true), (0.52, false), (0.52, true), (0.51, false),
    ];

    [Fact]
    public void Each_point_has_the_rows_that_are_as_sure_as_its_least_sure_one() => Assert.Equal(
        [
            new(1, 1, 10, 0.6, 0.51),
            new(0.95, 1, 10, 0.6, 0.51),
            new(0.9, 0.9, 9, 6 / 9.0, 0.52),
            new(0.8, 0.9, 9, 6 / 9.0, 0.52), // two rows have 0.52: a bound decides about both or neither
            new(0.7, 0.7, 7, 5 / 7.0, 0.55),
            new(0.5, 0.5, 5, 0.8, 0.7),
        ],
        Report(null).Coverage!);

    [Fact]
    public void The_area_is_the_mean_risk_over_all_numbers_of_decided_rows_and_all_orders_of_equally_sure_ones() =>
        Assert.Equal(0.3448214285714286, Report(null).AreaUnderRiskCoverage!.Value, 1e-12);

    [Fact]
    public void Without_errors_the_area_is_0_and_with_nothing_else_it_is_1()
    {
        Assert.Equal(0, Report(null, (0.9, true), (0.8, true)).AreaUnderRiskCoverage);
        Assert.Equal(1, Report(null, (0.9, false), (0.8, false)).AreaUnderRiskCoverage);
    }

    [Fact]
    public void The_surest_rows_being_wrong_is_worse_than_the_least_sure_ones()
    {
        Assert.Equal((1 + (1 / 2.0)) / 2, Report(null, (0.9, false), (0.8, true)).AreaUnderRiskCoverage);
        Assert.Equal((0 + (1 / 2.0)) / 2, Report(null, (0.9, true), (0.8, false)).AreaUnderRiskCoverage);
    }

    [Theory]
    [InlineData(0.7f, 0.5, 5, 0.8)]
    [InlineData(0.71f, 0.7, 3, 2 / 3.0)]
    [InlineData(0f, 0.0, 10, 0.6)]
    [InlineData(1f, 1.0, 0, null)]
    public void What_is_below_the_bound_is_undecided(float below, double undecided, int decided, double? accuracy) =>
        Assert.Equal(new(below, undecided, decided, accuracy), Report(below, [.. Rows.Select(row => ((double)(float)row.Probability, row.Right))]).Abstention);

    [Fact]
    public void Abstaining_changes_no_other_figure()
    {
        Assert.Equal(Report(null).ToJson(), (Report(0.7f) with { Abstention = null }).ToJson());
        Assert.Null(Report(null).Abstention);
    }

    [Fact]
    public void The_table_shows_both() => Assert.Contains(
        """
        accuracy         60.0 % (95 % confidence: 31.3 % to 83.2 %)
        undecided        30.0 % (below 0.55); accuracy of the 7 decided rows 71.4 %
        """,
        Report(0.55001f, [.. Rows.Select(row => (row.Probability + 0.00006, row.Right))]).ToTable(),
        StringComparison.Ordinal);

    [Fact]
    public void The_table_has_a_bound_for_each_coverage_that_leaves_none_of_its_rows_out() => Assert.Contains(
        """

        accuracy where only the surest rows are decided
        coverage  accuracy     rows  abstain_below
         100.0 %    60.0 %       10         0.5100
         100.0 %    60.0 %       10         0.5100
          90.0 %    66.7 %        9         0.5200
          90.0 %    66.7 %        9         0.5200
          70.0 %    71.4 %        7         0.5500
          50.0 %    80.0 %        5         0.7000


        """,
        Report(null, [.. Rows.Select(row => (row.Probability + 0.00009, row.Right))]).ToTable(),
        StringComparison.Ordinal);

    private static SingleLabelReport Report(float? abstainBelow, params (double Probability, bool Right)[] rows)
    {
        SingleLabelAccumulator accumulator = new(new LabelSet([new("A", "a"), new("B", "b")]), abstainBelow);
        foreach ((double probability, bool right) in rows.Length > 0 ? rows : Rows)
        {
            accumulator.Add<double>(right ? 0 : 1, [probability, 1 - probability]);
        }

        return (SingleLabelReport)accumulator.ToReport(truncatedRows: 0);
    }
}
