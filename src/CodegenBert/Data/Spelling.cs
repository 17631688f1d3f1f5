namespace CodegenBert.Data;

/// <summary>Finds what a misspelt name was meant to be.</summary>
internal static class Spelling
{
    private const int MostEdits = 3;

    /// <summary>The candidate nearest to <paramref name="text"/>, or null if none is near: one that differs in case or surrounding space only, else in at most a third of its letters.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="candidates">What is allowed.</param>
    public static string? Nearest(string text, IEnumerable<string> candidates)
    {
        string written = text.Trim();
        string? nearest = null;
        int fewest = MostEdits + 1;
        foreach (string candidate in candidates)
        {
            if (string.Equals(written, candidate, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }

            int allowed = Math.Min(MostEdits, Math.Min(written.Length, candidate.Length) / 3);
            if (Math.Abs(written.Length - candidate.Length) > allowed)
            {
                continue;
            }

            int edits = Edits(written, candidate);
            if (edits <= allowed && edits < fewest)
            {
                (nearest, fewest) = (candidate, edits);
            }
        }

        return nearest;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that make one text of the other (optimal string alignment).</summary>
    private static int Edits(string from, string to)
    {
        int[] beforeLast = new int[to.Length + 1];
        int[] last = [.. Enumerable.Range(0, to.Length + 1)];
        int[] current = new int[to.Length + 1];
        for (int i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(last[j], current[j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[to.Length];
    }
}
