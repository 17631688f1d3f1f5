using CodegenBert.Data;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training;

/// <summary>Each label's threshold with the highest F1; expected is what trying every probability as a threshold gives (as scikit-learn's <c>precision_recall_curve</c> lists them).</summary>
public sealed class ThresholdFitTests
{
    [Fact]
    public void It_lies_between_the_probabilities_that_the_best_F1_parts()
    {
        // F1 is 0.333 from 0.9 on, 0.571, 0.5, 0.667, 0.727 from 0.4 on, 0.833 from 0.3 on, 0.769, 0.714, 0.667 from 0.05 on; 0.5 at 0.5.
        float threshold = Fit("0.9+ 0.8+ 0.7- 0.45+ 0.4- 0.4+ 0.3+ 0.2- 0.1- 0.05-");

        Assert.Equal(0.25f, threshold, 1e-6f);
    }

    [Theory]
    [InlineData("0.9+ 0.8+ 0.3- 0.2-", 0.5f)] // between 0.3 and 0.8 all are as good
    [InlineData("0.9+ 0.6+ 0.55- 0.2-", 0.575f)]
    [InlineData("0.95+ 0.7- 0.7- 0.3+", 0.825f)] // 0.825 and 0.15 give 2/3 each
    [InlineData("0.75+ 0.25+", 0.125f)] // all rows have the label: the lowest is to be reached
    [InlineData("0.8- 0.6-", 0.5f)] // no row has it
    public void Of_equally_good_ones_it_is_the_nearest_to_the_half(string rows, float expected) => Assert.Equal(expected, Fit(rows), 1e-6f);

    [Fact]
    public void Neighbouring_floats_are_parted()
    {
        float upper = 0.3f, lower = float.BitDecrement(upper);

        float threshold = ThresholdFit.Of([upper, lower, lower], [true, false, false]);

        Assert.True(upper >= threshold && lower < threshold);
    }

    [Fact]
    public void No_threshold_has_a_higher_F1_on_random_rows()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            float[] probabilities = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(20) / 20f)];
            bool[] actual = [.. probabilities.Select(probability => random.NextDouble() < probability)];
            float threshold = ThresholdFit.Of(probabilities, actual);

            Assert.All(probabilities.Where(probability => probability > 0).Append(0.5f), other => Assert.True(F1(other, probabilities, actual) <= F1(threshold, probabilities, actual)));
        }
    }

    [Fact]
    public void The_report_has_the_figures_before_and_after()
    {
        // Label a as in the first row, c without rows; logit = ln(p / (1 - p)).
        float[][] logits = [[1, -1, 2], [-1, -0.5f, -1], [-1, -1, -2]];
        RowTarget[] targets = [RowTarget.Labels(0), RowTarget.Labels(0, 1), RowTarget.Labels()];

        ThresholdReport report = ConfidenceFit.Tune(logits, targets, new LabelSet([new("A", "a"), new("B", "b"), new("C", "c")]));

        // Label a: 0.5 finds one of two, F1 2/3; between 0 and sigmoid(-1) both and one too many, F1 0.8. Label b: none, then sigmoid(-0.5) alone. Label c: none has it.
        Assert.Equal([("a", 2, 2 / 3.0, 0.8), ("b", 1, 0, 1), ("c", 0, 0, 0)], report.Labels.Select(label => (label.Label, label.Support, label.F1Before, label.F1After)));
        Assert.Equal([0.134471f, 0.323241f, 0.5f], report.Labels.Select(label => MathF.Round(label.Threshold, 6)));
        Assert.Equal(2 / 9.0, report.MacroF1Before!.Value, 1e-12);
        Assert.Equal(0.6, report.MacroF1After!.Value, 1e-12);
        Assert.Equal((2 * 1 / 5.0, 2 * 3 / 8.0), (report.MicroF1Before!.Value, report.MicroF1After!.Value)); // 1 hit of 2 predicted and 3 actual; 3 of 5 and 3
        Assert.Equal(
            """
            thresholds       tuned on 3 validation rows
            macro F1         22.2 %, tuned 60.0 %
            micro F1         40.0 %, tuned 75.0 %

            label  threshold  F1 at 0.5    tuned     rows
            a         0.1345     66.7 %   80.0 %        2
            b         0.3232      0.0 %  100.0 %        1
            c         0.5000      0.0 %    0.0 %        0

            """,
            report.ToTable());
    }

    private static float Fit(string rows)
    {
        string[] words = rows.Split(' ');
        return ThresholdFit.Of([.. words.Select(word => float.Parse(word[..^1], System.Globalization.CultureInfo.InvariantCulture))], [.. words.Select(word => word[^1] == '+')]);
    }

    private static double F1(float threshold, float[] probabilities, bool[] actual)
    {
        double hits = 0, predicted = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            predicted += probabilities[i] >= threshold ? 1 : 0;
            hits += probabilities[i] >= threshold && actual[i] ? 1 : 0;
        }

        double all = predicted + actual.Count(has => has);
        return all == 0 ? 0 : 2 * hits / all;
    }
}
