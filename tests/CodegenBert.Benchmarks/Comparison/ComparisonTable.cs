namespace CodegenBert.Benchmarks.Comparison;

/// <summary>The rows as a table in Markdown.</summary>
internal static class ComparisonTable
{
    private static readonly string[] s_head = ["measure", "median", "least .. most", "goal", ""];

    /// <summary>The table.</summary>
    public static string Of(IEnumerable<ComparisonRow> rows)
    {
        string[][] cells = [s_head, .. rows.Select(row => row.Cells)];
        int[] widths = [.. Enumerable.Range(0, s_head.Length).Select(column => cells.Max(row => row[column].Length))];
        string[] lines = [.. cells.Select(row => Line(row.Select((cell, column) => cell.PadRight(widths[column]))))];
        return string.Join('\n', [lines[0], Line(widths.Select(width => new string('-', Math.Max(3, width)))), .. lines[1..]]);
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
