using CodegenBert.Data;
using CodegenBert.Data.Splits;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Data;

public sealed class SplitTests
{
    private static readonly TaskDefinition Topics = DataTasks.Define("Topics", new("text"), "a", "b", "c", "rare") with { Output = OutputDefinition.MultiLabel };

    private static readonly TaskDefinition Rating = DataTasks.Define("Rating", new("text"), "a", "b") with
    {
        Output = OutputDefinition.Regression(new("stars", 0, 5)),
        Labels = LabelSet.None,
    };

    [Theory]
    [InlineData(0.8)]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void Each_label_has_its_share_to_the_row(double share)
    {
        TaskDefinition task = DataTasks.Define("Letters", new("text"), "a", "b", "c");
        LabeledTexts[] rows = Rows(1_110, i => RowTarget.Label(i % 111 == 0 ? 2 : i % 10 == 0 ? 1 : 0));

        (IReadOnlyList<LabeledTexts> train, IReadOnlyList<LabeledTexts> remainder) = Split(task, rows, share);

        for (int label = 0; label < 3; label++)
        {
            int all = rows.Count(row => row.Target.LabelIndex == label);
            Assert.InRange(train.Count(row => row.Target.LabelIndex == label) - (share * all), -1, 1);
        }

        Assert.Equal(rows, train.Concat(remainder).OrderBy(row => row.Origin.Line));
    }

    [Fact]
    public void Label_sets_keep_each_labels_share_the_rarest_too()
    {
        var random = new Random(3);
        LabeledTexts[] rows = Rows(2_000, i => RowTarget.Labels([.. Enumerable.Range(0, 3).Where(_ => random.Next(3) == 0), .. i % 200 == 0 ? (int[])[3] : []]));

        (IReadOnlyList<LabeledTexts> train, _) = Split(Topics, rows, 0.8);

        for (int label = 0; label < 4; label++)
        {
            int all = rows.Count(row => row.Target.LabelIndices.Contains(label));
            Assert.InRange(train.Count(row => row.Target.LabelIndices.Contains(label)) - (0.8 * all), -2, 2);
        }

        Assert.InRange(train.Count(row => row.Target.LabelIndices.Count == 0) - (0.8 * rows.Count(row => row.Target.LabelIndices.Count == 0)), -2, 2);
    }

    [Fact]
    public void Scores_are_spread_alike()
    {
        var random = new Random(4);
        LabeledTexts[] rows = Rows(1_000, _ => RowTarget.Score(5 * (float)Math.Pow(random.NextDouble(), 3)));

        (IReadOnlyList<LabeledTexts> train, IReadOnlyList<LabeledTexts> remainder) = Split(Rating, rows, 0.8);

        Assert.Equal(800, train.Count);
        Assert.Equal(train.Average(row => row.Target.ScoreValue), remainder.Average(row => row.Target.ScoreValue), 0.1);
        float[] sorted = [.. rows.Select(row => row.Target.ScoreValue).Order()];
        for (int tenth = 0; tenth < 10; tenth++)
        {
            float from = sorted[100 * tenth], to = tenth == 9 ? 6 : sorted[100 * (tenth + 1)];
            Assert.InRange(train.Count(row => row.Target.ScoreValue >= from && row.Target.ScoreValue < to), 79, 81);
        }
    }

    [Fact]
    public void Equal_texts_and_groups_stay_together_also_through_one_another()
    {
        TaskDefinition task = DataTasks.Define("Letters", new("text", "other"), "a", "b");
        string[] firsts = ["Hello", " hello\u00A0", "HELLO", "straße", "ÉCOLE", "école", "one", "two", "three", "four", "five", "six"];
        string?[] groups = [null, null, "g", "g", null, null, "h", "h", null, null, null, null];
        LabeledTexts[] rows = [.. firsts.Select((first, i) => new LabeledTexts(new(first, i == 11 ? "another" : "same"), RowTarget.Label(i % 2), new("x", i + 1)) { Group = groups[i] })];
        int[][] together = [[0, 1, 2, 3], [4, 5], [6, 7]];

        for (int seed = 0; seed < 50; seed++)
        {
            (IReadOnlyList<LabeledTexts> train, _) = DatasetRuntime.Split(task, rows, 0.5, seed);
            Assert.All(together, rowsOfUnit => Assert.Single(rowsOfUnit.Select(row => train.Contains(rows[row])).Distinct()));
        }
    }

    [Fact]
    public void Folds_have_each_label_alike_and_each_row_once()
    {
        LabeledTexts[] rows = [.. Rows(507, i => RowTarget.Label(i % 13 == 0 ? 1 : 0)).Select((row, i) => row with { Group = $"{i / 3}" })];

        int[][] folds = RowSplit.Of(DataTasks.Sentiment, rows, [0.2, 0.2, 0.2, 0.2, 0.2], seed: 9);

        Assert.Equal(Enumerable.Range(0, 507), folds.SelectMany(fold => fold).Order());
        Assert.All(folds, fold => Assert.InRange(fold.Count(row => row % 13 == 0), 7, 9));
        Assert.All(folds, fold => Assert.InRange(fold.Length, 96, 107));
        Assert.Equal(169, folds.Sum(fold => fold.Select(row => rows[row].Group).Distinct().Count()));
    }

    [Fact]
    public void The_seed_decides_and_nothing_else()
    {
        TaskDefinition task = DataTasks.Sentiment;
        LabeledTexts[] rows = Rows(400, i => RowTarget.Label(i % 2));
        int[] Lines(int seed) => [.. DatasetRuntime.Split(task, rows, 0.7, seed).Train.Select(row => row.Origin.Line)];

        Assert.Equal(Lines(1), Lines(1));
        Assert.NotEqual(Lines(1), Lines(2));
        Assert.Equal(Lines(1).Order(), Lines(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_lies_between_0_and_1(double share) => Assert.Throws<ArgumentOutOfRangeException>(() => Split(DataTasks.Sentiment, Rows(4, _ => RowTarget.Label(0)), share));

    [Fact]
    public void A_part_that_would_be_empty_is_refused()
    {
        LabeledTexts[] rows = [.. Rows(4, _ => RowTarget.Label(0)).Select(row => row with { Group = "all" })];

        Assert.Equal(
            "4 rows of 1 texts or groups that stay together cannot be split into 2 parts of the shares 0.5, 0.5: a part would be empty; give more rows, or other shares",
            Assert.Throws<DataFileException>(() => Split(DataTasks.Sentiment, rows, 0.5)).Message);
    }

    private static (IReadOnlyList<LabeledTexts> Train, IReadOnlyList<LabeledTexts> Remainder) Split(TaskDefinition task, LabeledTexts[] rows, double share) => DatasetRuntime.Split(task, rows, share, seed: 42);

    private static LabeledTexts[] Rows(int count, Func<int, RowTarget> target) => [.. Enumerable.Range(0, count).Select(i => new LabeledTexts(new($"text {i}"), target(i), new("x", i + 1)))];
}
