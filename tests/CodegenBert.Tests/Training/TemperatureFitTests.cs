using CodegenBert.Training;

namespace CodegenBert.Tests.Training;

/// <summary>The temperature with the least loss, against closed forms and against a search by another method (golden section on the loss itself, in another language).</summary>
public sealed class TemperatureFitTests
{
    private static readonly float[][] Logits =
    [
        [2.5f, 0.25f, -1], [0.5f, 1.75f, -0.5f], [3, -0.75f, 0.5f], [-0.25f, 0.5f, 2], [1.25f, 1, 0.75f], [4, 1.5f, -2], [0.25f, 3.5f, 1], [-1.5f, 2.25f, 2],
    ];

    private static readonly int[] Labels = [0, 1, 1, 2, 2, 0, 1, 2];

    [Fact]
    public void It_is_what_another_method_finds()
    {
        (double temperature, CalibrationOutcome outcome) = TemperatureFit.Of(Logits, Labels);

        Assert.Equal(CalibrationOutcome.Fitted, outcome);
        Assert.Equal(1.6017144622, temperature, 1e-7);
        Assert.Equal(0.8744974242678821, TemperatureFit.Loss(Logits, Labels, 1), 1e-12);
        Assert.Equal(0.8164244361949595, TemperatureFit.Loss(Logits, Labels, temperature), 1e-12);
    }

    [Fact]
    public void The_report_has_loss_and_calibration_error_before_and_after()
    {
        CalibrationReport report = ConfidenceFit.Calibrate(Logits, Labels, classes: 3);

        Assert.Equal((8, CalibrationOutcome.Fitted), (report.Rows, report.Outcome));
        Assert.Equal(0.2627747895842826, report.CalibrationErrorBefore!.Value, 1e-9); // of eight rows it says little: here it rises
        Assert.Equal(0.2672551680549599, report.CalibrationErrorAfter!.Value, 1e-7);
        Assert.Equal(
            """
            temperature      1.6017 (fitted on 8 validation rows)
            validation loss  0.8745, calibrated 0.8164
            calibration err. 0.2628, calibrated 0.2673

            """,
            report.ToTable());
    }

    [Theory]
    [InlineData(2, 3, 4)]
    [InlineData(0.125f, 9, 10)]
    [InlineData(12, 51, 100)]
    public void Of_two_labels_with_one_margin_it_makes_the_probability_the_share_of_right_rows(float margin, int right, int rows)
    {
        // sigmoid(margin / T) = p, so T = margin / ln(p / (1 - p)), within the bounds
        double expected = Math.Clamp(margin / Math.Log((double)right / (rows - right)), TemperatureFit.Least, TemperatureFit.Most);

        (double temperature, CalibrationOutcome outcome) = Fit(margin, right, rows);

        Assert.Equal(expected, temperature, expected * 1e-9);
        Assert.Equal(expected is TemperatureFit.Most ? CalibrationOutcome.AtBound : CalibrationOutcome.Fitted, outcome);
    }

    [Fact]
    public void Logits_that_are_often_wrong_give_the_upper_bound() =>
        Assert.Equal((TemperatureFit.Most, CalibrationOutcome.AtBound), Fit(margin: 3, right: 1, rows: 4));

    [Fact]
    public void Tiny_margins_give_the_lower_bound() =>
        Assert.Equal((TemperatureFit.Least, CalibrationOutcome.AtBound), Fit(margin: 1e-3f, right: 3, rows: 4));

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(1000)]
    public void Where_all_rows_are_right_it_makes_their_probability_that_of_the_rule_of_succession(int rows)
    {
        (double temperature, CalibrationOutcome outcome) = Fit(margin: 0.5f, rows, rows);

        Assert.Equal(CalibrationOutcome.AllRight, outcome);
        Assert.Equal((rows + 1.0) / (rows + 2), 1 / (1 + Math.Exp(-0.5 / temperature)), 1e-9);
    }

    [Fact]
    public void Where_all_rows_are_right_and_the_model_is_as_sure_already_nothing_changes() =>
        Assert.Equal((1, CalibrationOutcome.AllRight), Fit(margin: 9, right: 5, rows: 5));

    [Fact]
    public void Rows_of_a_single_class_are_enough_if_one_of_them_is_wrong()
    {
        (double temperature, CalibrationOutcome outcome) = TemperatureFit.Of([[2, 0], [2, 0], [0, 2], [2, 0]], [0, 0, 0, 0]);

        Assert.Equal(CalibrationOutcome.Fitted, outcome);
        Assert.Equal(2 / Math.Log(3), temperature, 1e-9);
    }

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(float.NaN, 0f)]
    [InlineData(float.PositiveInfinity, 0f)]
    public void Logits_that_do_not_tell_leave_it_at_1(float first, float second)
    {
        CalibrationReport report = ConfidenceFit.Calibrate([[first, second], [second, second]], [0, 1], classes: 2);

        Assert.Equal((1, CalibrationOutcome.Undetermined), (report.Temperature, report.Outcome));
        Assert.StartsWith("temperature      1.0000 (not fitted: the logits of the 2 validation rows do not tell)", report.ToTable(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_does_not_depend_on_a_row_s_common_offset_and_survives_huge_logits()
    {
        float[][] moved = [.. Logits.Select((row, i) => row.Select(logit => logit + (1024 * i)).ToArray())];

        Assert.Equal(TemperatureFit.Of(Logits, Labels).Temperature, TemperatureFit.Of(moved, Labels).Temperature, 1e-12);
        Assert.Equal((TemperatureFit.Most, CalibrationOutcome.AtBound), TemperatureFit.Of([[1e30f, 0], [1e30f, 0]], [0, 1]));
    }

    /// <summary>Rows of two labels with one margin between the predicted and the other.</summary>
    private static (double Temperature, CalibrationOutcome Outcome) Fit(float margin, int right, int rows) =>
        TemperatureFit.Of([.. Enumerable.Range(0, rows).Select(_ => new[] { margin, 0 })], [.. Enumerable.Range(0, rows).Select(row => row < right ? 0 : 1)]);
}
