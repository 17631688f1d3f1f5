namespace CodegenBert.Data;

/// <summary>Puts rows of like lengths into batches, so that little is padded.</summary>
internal static class BatchPlanner
{
    /// <summary>How many batches' worth of rows are sorted together: enough for little padding, few enough that neighbours differ between epochs.</summary>
    private const int BatchesPerPool = 64;

    /// <summary>
    /// One epoch of training: each row exactly once. The rows are shuffled, sorted by length within pools of 64 batches, cut into batches, and
    /// the batches shuffled (as Hugging Face's <c>group_by_length</c>, with a random order of the batches).
    /// </summary>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="batchSize">Rows in a batch; the last one may have fewer.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="epoch">The epoch: another order in each.</param>
    /// <param name="mostTokens">Padded tokens in a batch, at most (a single longer row is a batch of its own); null for no such bound.</param>
    public static IReadOnlyList<int[]> PlanEpoch(IReadOnlyList<int> lengths, int batchSize, int seed, int epoch, int? mostTokens = null)
    {
        var random = new Random(unchecked((seed * 1_000_003) + epoch));
        int[] rows = [.. Enumerable.Range(0, lengths.Count)];
        random.Shuffle(rows);
        int[][] batches = [.. rows.Chunk(BatchesPerPool * batchSize).SelectMany(pool => Cut(pool.OrderBy(row => lengths[row]), lengths, batchSize, mostTokens ?? int.MaxValue))];
        random.Shuffle(batches);
        return batches;
    }

    /// <summary>Rows to be scored: sorted by length, and cut where a batch would exceed a number of rows or of padded tokens.</summary>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="mostRows">Rows in a batch, at most.</param>
    /// <param name="mostTokens">Padded tokens in a batch, at most (a single longer row is a batch of its own).</param>
    public static IEnumerable<int[]> PlanScoring(IReadOnlyList<int> lengths, int mostRows, int mostTokens) =>
        Cut(Enumerable.Range(0, lengths.Count).OrderBy(row => lengths[row]), lengths, mostRows, mostTokens);

    /// <summary>Shares a batch out: neighbours stay together (those of like lengths, as a plan has them), and each part has about as many tokens as the others.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="mostParts">Parts, at most.</param>
    /// <param name="leastTokens">Tokens that a part is worth making for.</param>
    public static IReadOnlyList<int[]> Share(int[] batch, IReadOnlyList<int> lengths, int mostParts, int leastTokens)
    {
        long tokens = batch.Sum(row => (long)lengths[row]), before = 0;
        int parts = (int)Math.Clamp(tokens / leastTokens, 1, Math.Min(mostParts, batch.Length));
        var shares = new List<int>[parts];
        foreach (int row in batch)
        {
            (shares[((2 * before) + lengths[row]) * parts / (2 * tokens)] ??= []).Add(row); // where the row's middle lies
            before += lengths[row];
        }

        return [.. shares.OfType<List<int>>().Select(rows => rows.ToArray())];
    }

    /// <summary>Cuts rows of ascending length into batches: the newest row is the longest.</summary>
    private static IEnumerable<int[]> Cut(IEnumerable<int> ascending, IReadOnlyList<int> lengths, int mostRows, int mostTokens)
    {
        var batch = new List<int>();
        foreach (int row in ascending)
        {
            if (batch.Count > 0 && (batch.Count == mostRows || (batch.Count + 1L) * lengths[row] > mostTokens))
            {
                yield return [.. batch];
                batch.Clear();
            }

            batch.Add(row);
        }

        if (batch.Count > 0)
        {
            yield return [.. batch];
        }
    }
}
