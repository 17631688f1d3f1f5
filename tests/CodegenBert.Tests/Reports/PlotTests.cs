using System.Globalization;
using System.Text.RegularExpressions;
using CodegenBert.Evaluation;
using CodegenBert.Reports.Plots;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Reports;

namespace CodegenBert.Tests.Reports;

/// <summary>What is drawn lies where the axes say.</summary>
public sealed partial class PlotTests
{
    [Theory]
    [InlineData(0, 1, "0 0.5 1.0")]
    [InlineData(0, 0.02, "0 0.005 0.010 0.015 0.020")]
    [InlineData(3, 4.1, "3.0 3.5 4.0 4.5")]
    [InlineData(0, 2e-5, "0 5e-6 1e-5 1.5e-5 2e-5")]
    [InlineData(0, 4361, "0 2000 4000 6000")]
    public void Ticks_are_round_numbers_around_the_values(double least, double most, string labels) =>
        Assert.Equal(labels.Split(' '), AxisScale.Around([least, most, double.NaN], fromZero: least == 0).Ticks.Select(tick => tick.Label));

    [Theory]
    [InlineData(1, 3, "1 2 3")]
    [InlineData(1, 12, "1 2 4 6 8 10 12")]
    [InlineData(1, 1, "1")]
    [InlineData(1, 1644, "1 500 1000 1500")]
    public void Ticks_of_steps_are_whole_numbers(int least, int most, string labels) =>
        Assert.Equal(labels.Split(' '), AxisScale.Whole(least, most).Ticks.Select(tick => tick.Label));

    [Theory]
    [InlineData(new double[] { })]
    [InlineData(new double[] { 0.5, 0.5 })]
    [InlineData(new double[] { 0, 0 })]
    [InlineData(new[] { double.NaN, double.PositiveInfinity })]
    public void An_axis_has_a_range_whatever_the_values_are(double[] values)
    {
        Assert.All([AxisScale.Around(values), AxisScale.Around(values, fromZero: true)], axis =>
        {
            Assert.True(axis.Most > axis.Least);
            Assert.InRange(axis.Ticks.Count, 1, 12);
        });
    }

    /// <summary>The words are placed by our own arithmetic; the shapes by ScottPlot's.</summary>
    [Fact]
    public void A_word_lies_where_the_shape_of_its_value_does()
    {
        Chart chart = new(AxisScale.Whole(0, 10), AxisScale.Around([0, 8], fromZero: true), "step");
        chart.Curve([(0, 8), (10, 2)], Ink.Train);
        double[] drawn = [.. Line().Matches(chart.ToSvg("a", "a line"))[^1].Groups.Values.Skip(1).Select(group => double.Parse(group.Value, CultureInfo.InvariantCulture))];

        Assert.Equal(chart.PixelX(0), drawn[0], 0.6);
        Assert.Equal(chart.PixelY(8), drawn[1], 0.6);
        Assert.Equal(chart.PixelX(10), drawn[2], 0.6);
        Assert.Equal(chart.PixelY(2), drawn[3], 0.6);
    }

    [Fact]
    public void Seventy_seven_labels_have_a_square_for_each_confusion_and_a_word_for_each_label()
    {
        SingleLabelAccumulator accumulator = new(new LabelSet(Enumerable.Range(0, 77).Select(i => new LabelDefinition($"label_{i}", $"label_{i}"))));
        for (int i = 0; i < 77; i++)
        {
            accumulator.Add(i, i, 0.1);
            accumulator.Add(i, (i * 5) % 77, 0.2);
        }

        var report = (SingleLabelReport)accumulator.ToReport(0);
        string svg = ConfusionPlot.Of(report, "c");

        Assert.Equal(report.Confusion.Sum(row => row.Count(count => count > 0)), Told().Count(svg));
        Assert.Equal(2 * 77, Word().Count(svg));
        Assert.Contains("<title>label_2 predicted as label_10: 1 of 2</title>", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spike_of_the_loss_and_a_loss_that_is_no_number_leave_the_rest_readable()
    {
        TrainingReport report = MarkdownTests.BareReport with
        {
            History = [.. Enumerable.Range(1, 300).Select(step => new StepReport(step, 1, step == 50 ? 1e6 : step == 60 ? double.NaN : 0.7, 1e-3, 1))],
        };

        Assert.DoesNotContain("NaN", StepPlots.Loss(report, "l"), StringComparison.Ordinal);
        Assert.Contains(">0.8</text>", StepPlots.Loss(report, "l"), StringComparison.Ordinal);
    }

    [GeneratedRegex("<path [^>]*d=\"M([0-9.]+) ([0-9.]+)L([0-9.]+) ([0-9.]+)\"[^>]*/>")]
    private static partial Regex Line();

    [GeneratedRegex("<rect class=\"tell\"")]
    private static partial Regex Told();

    [GeneratedRegex("<text ")]
    private static partial Regex Word();
}
