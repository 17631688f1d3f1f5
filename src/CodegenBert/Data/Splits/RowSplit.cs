using CodegenBert.Tasks;

namespace CodegenBert.Data.Splits;

/// <summary>
/// Splits rows in two so that both have each label in like share. Rows that belong together stay together (<see cref="RowUnits"/>), so a share is met as nearly as whole units allow:
/// iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011, "On the Stratification of Multi-Label Data", figure 1), the rarest label first, each unit to the part that
/// lacks most of that label; among a label's units the largest first, while there is room for them.
/// </summary>
internal static class RowSplit
{
    /// <summary>Splits rows.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="share">The first part's share, between 0 and 1.</param>
    /// <param name="seed">Decides which rows go where; the same seed gives the same parts.</param>
    /// <returns>The rows' indices, ascending in each part.</returns>
    /// <exception cref="DataFileException">A part would be empty.</exception>
    public static (int[] First, int[] Remainder) Of(TaskDefinition task, IReadOnlyList<LabeledTexts> rows, double share, int seed)
    {
        (RowUnits units, RowStrata strata) = Look(task, rows);
        bool[] isFirst = Assign(units, strata, rows.Count, share, new Random(seed));
        int[] first = [.. Enumerable.Range(0, rows.Count).Where(row => isFirst[units.UnitOf(row)])];
        int[] rest = [.. Enumerable.Range(0, rows.Count).Where(row => !isFirst[units.UnitOf(row)])];
        return first.Length > 0 && rest.Length > 0
            ? (first, rest)
            : throw new DataFileException($"{rows.Count} rows of {units.Count} texts or groups that stay together cannot be split at {share}: a part would be empty; give more rows, or another share");
    }

    private static (RowUnits Units, RowStrata Strata) Look(TaskDefinition task, IReadOnlyList<LabeledTexts> rows)
    {
        RowUnits units = new();
        RowStrata strata = new(task);
        foreach (LabeledTexts row in rows)
        {
            units.Add(row);
            strata.Add(row.Target);
        }

        return (units, strata.Complete());
    }

    private static bool[] Assign(RowUnits units, RowStrata strata, int rows, double share, Random random)
    {
        int[][] members = units.Members();
        random.Shuffle(members);
        members = [.. members.OrderByDescending(unit => unit.Length)]; // stable: units of a size stay shuffled
        double[] wanted = [rows * share, rows * (1 - share)];
        double[][] wantedOf = [.. Enumerable.Range(0, strata.Count).Select(stratum => (double[])[strata.RowsOf(stratum) * share, strata.RowsOf(stratum) * (1 - share)])];
        int[] left = [.. Enumerable.Range(0, strata.Count).Select(strata.RowsOf)];
        List<int>[] unitsOf = [.. Enumerable.Range(0, strata.Count).Select(_ => new List<int>())];
        for (int unit = 0; unit < members.Length; unit++)
        {
            foreach (int stratum in members[unit].SelectMany(row => strata.Of(row)).Distinct())
            {
                unitsOf[stratum].Add(unit);
            }
        }

        bool[] done = new bool[members.Length], isFirst = new bool[units.Count];
        while (Rarest(left) is { } rarest)
        {
            foreach (int unit in unitsOf[rarest].Where(unit => !done[unit]))
            {
                int part = Part(wantedOf[rarest], wanted, random);
                done[unit] = true;
                isFirst[units.UnitOf(members[unit][0])] = part == 0;
                wanted[part] -= members[unit].Length;
                foreach (int stratum in members[unit].SelectMany(row => strata.Of(row)))
                {
                    wantedOf[stratum][part]--;
                    left[stratum]--;
                }
            }
        }

        return isFirst;
    }

    private static int? Rarest(int[] left)
    {
        int? rarest = null;
        for (int stratum = 0; stratum < left.Length; stratum++)
        {
            if (left[stratum] > 0 && (rarest is null || left[stratum] < left[rarest.Value]))
            {
                rarest = stratum;
            }
        }

        return rarest;
    }

    private static int Part(double[] wantedOfStratum, double[] wanted, Random random)
    {
        int byStratum = wantedOfStratum[0].CompareTo(wantedOfStratum[1]);
        int order = byStratum != 0 ? byStratum : wanted[0].CompareTo(wanted[1]);
        return order != 0 ? (order > 0 ? 0 : 1) : random.Next(2);
    }
}
