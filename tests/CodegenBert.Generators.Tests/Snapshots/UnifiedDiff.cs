using System.Globalization;
using System.Text;

namespace CodegenBert.Generators.Tests.Snapshots;

/// <summary>Two texts as <c>diff -u</c> shows their difference: from a longest common subsequence of lines, with three lines around each change.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    private enum Change
    {
        None,
        Removed,
        Added,
    }

    /// <summary>The hunks, without the files' names; empty for equal texts.</summary>
    public static string Of(string expected, string actual)
    {
        Line[] lines = [.. Lines(expected.Split('\n'), actual.Split('\n'))];
        var text = new StringBuilder();
        for (int i = Array.FindIndex(lines, IsChanged); i >= 0;)
        {
            int end = i, next = i;
            while (next >= 0 && next - end <= 2 * Context)
            {
                end = next;
                next = Array.FindIndex(lines, end + 1, IsChanged);
            }

            WriteHunk(text, lines[Math.Max(0, i - Context)..Math.Min(lines.Length, end + Context + 1)]);
            i = next;
        }

        return text.ToString();
    }

    private static bool IsChanged(Line line) => line.Change != Change.None;

    private static void WriteHunk(StringBuilder text, Line[] hunk)
    {
        int removed = hunk.Count(line => line.Change != Change.Added), added = hunk.Count(line => line.Change != Change.Removed);
        text.Append(CultureInfo.InvariantCulture, $"@@ -{hunk[0].Old},{removed} +{hunk[0].New},{added} @@\n");
        foreach (Line line in hunk)
        {
            text.Append(line.Change switch
            {
                Change.Removed => '-',
                Change.Added => '+',
                _ => ' ',
            }).Append(line.Text).Append('\n');
        }
    }

    private static IEnumerable<Line> Lines(string[] old, string[] @new)
    {
        int[,] common = CommonLengths(old, @new);
        for (int i = 0, j = 0; i < old.Length || j < @new.Length;)
        {
            if (i < old.Length && j < @new.Length && old[i] == @new[j])
            {
                yield return new(Change.None, old[i], ++i, ++j);
            }
            else if (j == @new.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                yield return new(Change.Removed, old[i], ++i, j + 1);
            }
            else
            {
                yield return new(Change.Added, @new[j], i + 1, ++j);
            }
        }
    }

    /// <summary>Length of the longest common subsequence of the lines from i and from j on.</summary>
    private static int[,] CommonLengths(string[] old, string[] @new)
    {
        int[,] common = new int[old.Length + 1, @new.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = @new.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == @new[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }

    /// <summary>A line with its 1-based numbers in both texts; where it is in one only, the other's next.</summary>
    private sealed record Line(Change Change, string Text, int Old, int New);
}
