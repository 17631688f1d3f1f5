namespace CodegenBert.Generators.Specs;

/// <summary>"Did you mean ...?"</summary>
internal static class Suggestions
{
    /// <summary>The words as a choice: <c>a, b or c</c>.</summary>
    public static string Alternatives(IReadOnlyList<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.Take(words.Count - 1))} or {words[words.Count - 1]}";

    /// <summary>The word at the smallest edit distance, if that is at most a third of its length; the first of several.</summary>
    public static string? Nearest(string written, IEnumerable<string> words)
    {
        string? nearest = null;
        int smallest = int.MaxValue;
        string plain = Plain(written);
        foreach (string word in words)
        {
            int allowed = Math.Max(1, word.Length / 3);
            if (Math.Abs(plain.Length - word.Length) > allowed)
            {
                continue;
            }

            int distance = EditDistance(plain, Plain(word));
            if (distance <= allowed && distance < smallest)
            {
                (nearest, smallest) = (word, distance);
            }
        }

        return nearest;
    }

    private static string Plain(string word) => word.Trim().ToLowerInvariant().Replace('-', '_').Replace(' ', '_');

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (Damerau 1964, optimal string alignment).</summary>
    private static int EditDistance(string a, string b)
    {
        int[,] distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                int replaced = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(replaced, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                distance[i, j] = swapped ? Math.Min(best, distance[i - 2, j - 2] + 1) : best;
            }
        }

        return distance[a.Length, b.Length];
    }
}
