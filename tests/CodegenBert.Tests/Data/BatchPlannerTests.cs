using CodegenBert.Data;

namespace CodegenBert.Tests.Data;

/// <summary>How rows come into batches.</summary>
public sealed class BatchPlannerTests
{
    /// <summary>Lengths as corpora have them: many short texts, few long ones.</summary>
    private static readonly int[] Lengths = DrawLengths(5_003);

    [Theory]
    [InlineData(1, 32)]
    [InlineData(31, 32)]
    [InlineData(32, 32)]
    [InlineData(33, 32)]
    [InlineData(5_003, 32)]
    [InlineData(5_003, 1)]
    [InlineData(100, 1_000)]
    public void An_epoch_has_each_row_exactly_once_in_full_batches_but_one(int rows, int batchSize)
    {
        IReadOnlyList<int[]> batches = BatchPlanner.PlanEpoch(Lengths[..rows], batchSize, seed: 1, epoch: 1);

        Assert.Equal(Enumerable.Range(0, rows), batches.SelectMany(batch => batch).Order());
        Assert.Equal((rows + batchSize - 1) / batchSize, batches.Count);
        Assert.True(batches.Count(batch => batch.Length < batchSize) <= 1, "more than one batch is not full");
    }

    [Fact]
    public void The_order_is_another_in_every_epoch_and_with_every_seed_and_the_same_for_the_same()
    {
        int[] first = Order(seed: 1, epoch: 1);

        Assert.Equal(first, Order(seed: 1, epoch: 1));
        Assert.NotEqual(first, Order(seed: 1, epoch: 2));
        Assert.NotEqual(first, Order(seed: 2, epoch: 1));
    }

    [Fact]
    public void A_row_has_other_neighbours_in_another_epoch()
    {
        HashSet<(int, int)> first = Pairs(epoch: 1), second = Pairs(epoch: 2);

        Assert.InRange(first.Intersect(second).Count() / (double)first.Count, 0, 0.2);
    }

    [Fact]
    public void Short_and_long_batches_are_mixed()
    {
        double[] means = [.. BatchPlanner.PlanEpoch(Lengths, 32, seed: 1, epoch: 1).Select(batch => batch.Average(row => Lengths[row]))];
        double[] halves = [means[..(means.Length / 2)].Average(), means[(means.Length / 2)..].Average()];

        Assert.InRange(halves[0] / halves[1], 0.7, 1.4);
    }

    [Fact]
    public void Little_is_padded()
    {
        IReadOnlyList<int[]> batches = BatchPlanner.PlanEpoch(Lengths, 32, seed: 1, epoch: 1);

        Assert.InRange(PaddedTokens(batches) / (double)Lengths.Sum(), 1, 1.06);
        Assert.True(PaddedTokens([.. Enumerable.Range(0, Lengths.Length).Chunk(32)]) > 2.5 * Lengths.Sum(), "the data would need no plan");
    }

    [Theory]
    [InlineData(64, 4_096)]
    [InlineData(1, 4_096)]
    [InlineData(64, 100)]
    public void A_plan_for_scoring_has_each_row_once_and_keeps_to_its_limits(int mostRows, int mostTokens)
    {
        int[][] batches = [.. BatchPlanner.PlanScoring(Lengths, mostRows, mostTokens)];

        Assert.Equal(Enumerable.Range(0, Lengths.Length), batches.SelectMany(batch => batch).Order());
        Assert.All(batches, batch =>
        {
            Assert.InRange(batch.Length, 1, mostRows);
            Assert.True(batch.Length == 1 || batch.Length * batch.Max(row => Lengths[row]) <= mostTokens, $"{batch.Length} rows of up to {batch.Max(row => Lengths[row])} tokens");
        });
    }

    [Theory]
    [InlineData(2, 128, 2)]
    [InlineData(4, 128, 4)]
    [InlineData(4, 1_000, 1)] // too few tokens for a second part
    [InlineData(64, 1, 32)]
    public void A_batch_is_shared_out_in_its_order_in_parts_of_like_tokens(int mostParts, int leastTokens, int expected)
    {
        int[] lengths = [.. Enumerable.Range(0, 40).Select(row => 10 + row)], batch = [.. Enumerable.Range(4, 32)];

        IReadOnlyList<int[]> parts = BatchPlanner.Share(batch, lengths, mostParts, leastTokens);

        Assert.Equal(batch, parts.SelectMany(part => part));
        Assert.InRange(parts.Count, Math.Min(expected, 25), expected);
        Assert.All(parts, part => Assert.NotEmpty(part));
        double share = batch.Sum(row => lengths[row]) / (double)parts.Count;
        Assert.All(parts, part => Assert.InRange(part.Sum(row => lengths[row]), share - 50, share + 50));
    }

    /// <summary>A part that ends with the row that the even cut goes through would have a row more than the other in every batch.</summary>
    [Fact]
    public void Rows_of_like_lengths_are_shared_out_evenly()
    {
        int[] lengths = [.. Enumerable.Repeat(27, 17), .. Enumerable.Repeat(28, 15)];

        IReadOnlyList<int[]> parts = BatchPlanner.Share([.. Enumerable.Range(0, 32)], lengths, mostParts: 2, leastTokens: 128);

        Assert.Equal([16, 16], parts.Select(part => part.Length));
    }

    [Fact]
    public void Nothing_to_score_is_no_batch() => Assert.Empty(BatchPlanner.PlanScoring([], 64, 4_096));

    private static int[] Order(int seed, int epoch) => [.. BatchPlanner.PlanEpoch(Lengths, 32, seed, epoch).SelectMany(batch => batch)];

    private static HashSet<(int, int)> Pairs(int epoch) =>
        [.. BatchPlanner.PlanEpoch(Lengths, 32, seed: 1, epoch).SelectMany(batch => from a in batch from b in batch where a < b select (a, b))];

    private static long PaddedTokens(IReadOnlyList<int[]> batches) => batches.Sum(batch => (long)batch.Length * batch.Max(row => Lengths[row]));

    private static int[] DrawLengths(int count)
    {
        var random = new Random(9);
        return [.. Enumerable.Range(0, count).Select(_ => 3 + (int)(125 * Math.Pow(random.NextDouble(), 3)))];
    }
}
