using System.Globalization;
using CodegenBert.Tasks;

namespace CodegenBert.Data.Splits;

/// <summary>
/// Splits rows in parts that have each label in like share. Rows that belong together stay together (<see cref="RowUnits"/>), so a share is met as nearly as whole units allow:
/// iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011, "On the Stratification of Multi-Label Data", figure 1), the rarest label first, each unit to the part that
/// lacks most of that label; among a label's units the largest first, while there is room for them.
/// </summary>
internal static class RowSplit
{
    /// <summary>Splits rows.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="shares">Each part's share; together 1. Equal ones make folds.</param>
    /// <param name="seed">Decides which rows go where; the same seed gives the same parts.</param>
    /// <returns>The rows' indices of each part, ascending.</returns>
    /// <exception cref="DataFileException">A part would be empty.</exception>
    public static int[][] Of(TaskDefinition task, IReadOnlyList<LabeledTexts> rows, IReadOnlyList<double> shares, int seed)
    {
        (RowUnits units, RowStrata strata) = Look(task, rows);
        int[] partOf = Assign(units, strata, rows.Count, shares, new Random(seed));
        ILookup<int, int> parts = Enumerable.Range(0, rows.Count).ToLookup(row => partOf[units.UnitOf(row)]);
        return parts.Count == shares.Count
            ? [.. Enumerable.Range(0, shares.Count).Select(part => parts[part].ToArray())]
            : throw new DataFileException($"{rows.Count} rows of {units.Count} texts or groups that stay together cannot be split into {shares.Count} parts of the shares {string.Join(", ", shares.Select(share => share.ToString("0.####", CultureInfo.InvariantCulture)))}: a part would be empty; give more rows, or other shares");
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

    private static int[] Assign(RowUnits units, RowStrata strata, int rows, IReadOnlyList<double> shares, Random random)
    {
        int[][] members = units.Members();
        random.Shuffle(members);
        members = [.. members.OrderByDescending(unit => unit.Length)]; // stable: units of a size stay shuffled
        double[] wanted = [.. shares.Select(share => rows * share)];
        double[][] wantedOf = [.. Enumerable.Range(0, strata.Count).Select(stratum => shares.Select(share => strata.RowsOf(stratum) * share).ToArray())];
        int[] left = [.. Enumerable.Range(0, strata.Count).Select(strata.RowsOf)];
        List<int>[] unitsOf = UnitsOf(strata, members);
        bool[] done = new bool[members.Length];
        int[] partOf = new int[units.Count];
        while (Rarest(left) is { } rarest)
        {
            foreach (int unit in unitsOf[rarest].Where(unit => !done[unit]))
            {
                int part = Part(wantedOf[rarest], wanted, random);
                done[unit] = true;
                partOf[units.UnitOf(members[unit][0])] = part;
                wanted[part] -= members[unit].Length;
                foreach (int stratum in members[unit].SelectMany(row => strata.Of(row)))
                {
                    wantedOf[stratum][part]--;
                    left[stratum]--;
                }
            }
        }

        return partOf;
    }

    /// <summary>The units of each stratum.</summary>
    private static List<int>[] UnitsOf(RowStrata strata, int[][] members)
    {
        List<int>[] unitsOf = [.. Enumerable.Range(0, strata.Count).Select(_ => new List<int>())];
        for (int unit = 0; unit < members.Length; unit++)
        {
            foreach (int stratum in members[unit].SelectMany(row => strata.Of(row)).Distinct())
            {
                unitsOf[stratum].Add(unit);
            }
        }

        return unitsOf;
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

    /// <summary>The part that lacks most of the stratum; among such, most rows; among such, any.</summary>
    private static int Part(double[] wantedOfStratum, double[] wanted, Random random)
    {
        int chosen = 0, equal = 1;
        for (int part = 1; part < wanted.Length; part++)
        {
            int order = (wantedOfStratum[part], wanted[part]).CompareTo((wantedOfStratum[chosen], wanted[chosen]));
            equal = order > 0 ? 1 : order == 0 ? equal + 1 : equal;
            chosen = order > 0 || (order == 0 && random.Next(equal) == 0) ? part : chosen;
        }

        return chosen;
    }
}
