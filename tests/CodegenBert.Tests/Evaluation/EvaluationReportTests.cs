using System.Globalization;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Evaluation;

public sealed class EvaluationReportTests
{
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_equals_the_published_examples(int successes, int trials, double lower, double upper)
    {
        // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
        ConfidenceInterval interval = ConfidenceInterval.Wilson(successes, trials);

        Assert.Equal(lower, interval.Lower, 4);
        Assert.Equal(upper, interval.Upper, 4);
    }

    [Fact]
    public void The_first_of_equally_probable_labels_is_predicted()
    {
        SingleLabelAccumulator accumulator = new(Labels("a", "b", "c"));
        accumulator.Add<float>(0, [0.2f, 0.4f, 0.4f]);

        Assert.Equal(1, ((SingleLabelReport)accumulator.ToReport(truncatedRows: 0)).Confusion[0][1]);
    }

    [Fact]
    public void A_probability_that_was_rounded_to_zero_leaves_the_loss_finite()
    {
        SingleLabelAccumulator accumulator = new(Labels("a", "b"));
        accumulator.Add<float>(0, [0f, 1f]);

        Assert.Equal(103.27892990343185, accumulator.ToReport(truncatedRows: 0).Loss, 1e-9);
    }

    [Fact]
    public void Nothing_scored_is_no_report()
    {
        string message = Assert.Throws<InvalidOperationException>(() => new SingleLabelAccumulator(Labels("a", "b")).ToReport(truncatedRows: 0)).Message;

        Assert.Equal("There is no row to score.", message);
    }

    [Fact]
    public void The_json_has_snake_case_names_and_the_labels_own_script()
    {
        SingleLabelAccumulator accumulator = new(Labels("ärger", "freude"));
        accumulator.Add(0, 0, 0.25);
        accumulator.Add(1, 0, 0.75);

        Assert.Equal(
            """
            {
              "rows": 2,
              "loss": 0.5,
              "accuracy": 0.5,
              "accuracy_interval": {
                "lower": 0.09453120573423074,
                "upper": 0.9054687942657693
              },
              "balanced_accuracy": 0.5,
              "matthews": 0,
              "kappa": 0,
              "macro_precision": 0.25,
              "macro_recall": 0.5,
              "macro_f1": 0.3333333333333333,
              "weighted_f1": 0.3333333333333333,
              "calibration_error": null,
              "brier": null,
              "area_under_roc": null,
              "area_under_risk_coverage": null,
              "coverage": null,
              "abstention": null,
              "classes": [
                {
                  "label": "ärger",
                  "precision": 0.5,
                  "recall": 1,
                  "f1": 0.6666666666666666,
                  "support": 1
                },
                {
                  "label": "freude",
                  "precision": 0,
                  "recall": 0,
                  "f1": 0,
                  "support": 1
                }
              ],
              "confusion": [
                [
                  1,
                  0
                ],
                [
                  1,
                  0
                ]
              ],
              "truncated_rows": 1
            }

            """,
            accumulator.ToReport(truncatedRows: 1).ToJson());
    }

    [Fact]
    public void The_table_of_two_labels_names_them_above_the_columns() => Assert.Equal(
        """
        rows             12 (2 of them cut to max_length)
        loss             0.5000
        accuracy         83.3 % (95 % confidence: 55.2 % to 95.3 %)
        macro            precision 90.0 %, recall 75.0 %, F1 77.8 %
        Matthews         0.6325
        Cohen's kappa    0.5714

        label     precision   recall       F1     rows
        negative     80.0 %  100.0 %   88.9 %        8
        positive    100.0 %   50.0 %   66.7 %        4

        confusion: rows are actual, columns predicted
                  negative  positive
        negative         8         .
        positive         2         2

        """,
        Report(Labels("negative", "positive"), (0, 0, 8), (1, 0, 2), (1, 1, 2)).ToTable());

    [Fact]
    public void Eight_labels_are_numbered_where_their_names_do_not_fit()
    {
        LabelSet labels = Labels("billing", "technical_fault", "account_access", "delivery", "cancellation", "sales", "privacy", "appointment");
        string table = Report(labels, [.. Enumerable.Range(0, 8).Select(i => (i, i, 10 + i)), (1, 2, 3), (7, 4, 120)]).ToTable(width: 80);

        Assert.EndsWith(
            """
            confusion: rows are actual, columns predicted
                                 1    2    3    4    5    6    7    8
            1 billing           10    .    .    .    .    .    .    .
            2 technical_fault    .   11    3    .    .    .    .    .
            3 account_access     .    .   12    .    .    .    .    .
            4 delivery           .    .    .   13    .    .    .    .
            5 cancellation       .    .    .    .   14    .    .    .
            6 sales              .    .    .    .    .   15    .    .
            7 privacy            .    .    .    .    .    .   16    .
            8 appointment        .    .    .    .  120    .    .   17

            """,
            table,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Seventy_seven_labels_show_the_weakest_and_the_most_frequent_confusions()
    {
        LabelSet labels = Labels([.. Enumerable.Range(0, 77).Select(i => $"intent_{i:D2}")]);
        string[] lines = Report(labels, [.. Enumerable.Range(0, 77).Select(i => (i, i, 40)), (5, 6, 7), .. Enumerable.Range(10, 30).Select(i => (i, i + 1, 1))])
            .ToTable().Split('\n');

        Assert.Contains("the 10 of 77 labels with the lowest F1", lines);
        Assert.Contains("the 20 most frequent of 31 confusions", lines);
        Assert.Contains("     7  intent_05  taken for  intent_06", lines);
        Assert.True(lines.Length < 50, "The table is to fit a screen.");
    }

    [Fact]
    public void The_table_is_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        SingleLabelReport report = Report(Labels("negative", "positive"), (0, 0, 8), (1, 0, 2));
        string expected = report.ToTable();
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(expected, report.ToTable());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static LabelSet Labels(params string[] labels) => new(labels.Select(label => new LabelDefinition(label, label)));

    private static SingleLabelReport Report(LabelSet labels, params (int Actual, int Predicted, int Rows)[] counts)
    {
        SingleLabelAccumulator accumulator = new(labels);
        foreach ((int actual, int predicted, int rows) in counts)
        {
            for (int i = 0; i < rows; i++)
            {
                accumulator.Add(actual, predicted, 0.5);
            }
        }

        return (SingleLabelReport)accumulator.ToReport(truncatedRows: Math.Min(2, accumulator.Rows));
    }
}
