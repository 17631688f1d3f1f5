using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Evaluation;

/// <summary>Figures of several labels, counted by hand on four rows.</summary>
public sealed class MultiLabelReportTests
{
    private static readonly LabelSet Labels = new([new("A", "a"), new("B", "b"), new("C", "c")]);

    /// <summary>Actual {a, b}, {b}, {}, {c}; predicted {a}, {b, c}, {}, {a}.</summary>
    private static readonly (int[] Actual, float[] Logits)[] Rows =
    [
        ([0, 1], [2, -1, -3]),
        ([1], [-2, 1, 0.5f]),
        ([], [-1, -1, -1]),
        ([2], [0, -4, -0.25f]),
    ];

    [Fact]
    public void Each_label_has_its_precision_recall_F1_and_rows() =>
        Assert.Equal([new("a", 0.5, 1, 2 / 3.0, 1), new("b", 1, 0.5, 2 / 3.0, 2), new("c", 0, 0, 0, 1)], Report(0.5f).Classes);

    [Fact]
    public void Micro_counts_all_decisions_together() => Assert.Equal(new(0.5, 0.5, 0.5), Report(0.5f).Micro); // 2 hits of 4 predicted and 4 actual

    [Fact]
    public void Macro_is_the_mean_over_labels() => AssertClose(new(0.5, 0.5, 4 / 9.0), Report(0.5f).Macro);

    [Fact]
    public void Samples_is_the_mean_over_rows_and_a_row_without_labels_counts_as_0() =>
        AssertClose(new((1 + 0.5 + 0 + 0) / 4, (0.5 + 1 + 0 + 0) / 4, ((2 / 3.0) + (2 / 3.0) + 0 + 0) / 4), Report(0.5f).Samples);

    [Fact]
    public void Subset_accuracy_is_of_exact_rows_and_Hamming_loss_of_wrong_decisions()
    {
        MultiLabelReport report = Report(0.5f);

        Assert.Equal(0.25, report.SubsetAccuracy); // the third row alone
        Assert.Equal(ConfidenceInterval.Wilson(1, 4), report.SubsetAccuracyInterval);
        Assert.Equal(4 / 12.0, report.HammingLoss, 1e-15); // b; c; a and c
    }

    [Fact]
    public void The_loss_is_the_mean_binary_cross_entropy()
    {
        double sum = Rows.Sum(row => row.Logits.Index().Sum(logit => Math.Log(1 + Math.Exp(row.Actual.Contains(logit.Index) ? -logit.Item : logit.Item))));

        Assert.Equal(sum / 12, Report(0.5f).Loss, 1e-12);
    }

    [Fact]
    public void A_logit_whose_probability_float_rounds_to_1_still_has_its_loss()
    {
        MultiLabelAccumulator accumulator = new(Labels, [0.5f, 0.5f, 0.5f]);
        accumulator.Add(RowTarget.Labels(), [300, -300, 0]);

        Assert.Equal((300 + Math.Log(2)) / 3, accumulator.ToReport(0).Loss, 1e-12);
    }

    [Fact]
    public void A_label_is_predicted_from_its_own_threshold_on()
    {
        Assert.Equal([1, 1, 1], Report(0).Classes.Select(one => one.Recall));
        Assert.Equal(new(0, 0, 0), Report(1).Micro);
        Assert.Equal([0.5f, 0.5f, 0.4f], Report(0.5f, 0.5f, 0.4f).Thresholds);
        Assert.Equal(0.5, Report(0.5f, 0.5f, 0.4f).Classes[2].Precision); // sigmoid(-0.25) = 0.44 now counts
    }

    [Fact]
    public void The_table_has_summary_and_labels() => Assert.Equal(
        """
        rows             4 (1 of them cut to max_length)
        loss             0.4483
        subset accuracy  25.0 % (95 % confidence: 4.6 % to 69.9 %)
        Hamming loss     0.3333
        micro            precision 50.0 %, recall 50.0 %, F1 50.0 %
        macro            precision 50.0 %, recall 50.0 %, F1 44.4 %
        samples          precision 37.5 %, recall 37.5 %, F1 33.3 %

        label  precision   recall       F1     rows
        a         50.0 %  100.0 %   66.7 %        1
        b        100.0 %   50.0 %   66.7 %        2
        c          0.0 %    0.0 %    0.0 %        1

        """,
        Report(0.5f).ToTable());

    [Fact]
    public void The_JSON_of_the_base_type_has_all_figures_of_the_kind()
    {
        EvaluationReport report = Report(0.5f);

        string json = ReportJson.ToText(report);

        Assert.Equal(report.ToJson(), json);
        Assert.StartsWith("{\n  \"rows\": 4,\n  \"loss\": ", json, StringComparison.Ordinal);
        Assert.Contains("\"micro\": {\n    \"precision\": 0.5,\n    \"recall\": 0.5,\n    \"f1\": 0.5\n  }", json, StringComparison.Ordinal);
    }

    private static MultiLabelReport Report(params float[] thresholds)
    {
        MultiLabelAccumulator accumulator = new(Labels, thresholds.Length == 1 ? [thresholds[0], thresholds[0], thresholds[0]] : thresholds);
        foreach ((int[] actual, float[] logits) in Rows)
        {
            accumulator.Add(RowTarget.Labels(actual), logits);
        }

        return (MultiLabelReport)accumulator.ToReport(truncatedRows: 1);
    }

    private static void AssertClose(RetrievalFigures expected, RetrievalFigures actual)
    {
        Assert.Equal(expected.Precision, actual.Precision, 1e-12);
        Assert.Equal(expected.Recall, actual.Recall, 1e-12);
        Assert.Equal(expected.F1, actual.F1, 1e-12);
    }
}
