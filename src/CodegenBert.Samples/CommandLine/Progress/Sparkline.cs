namespace CodegenBert.Samples.CommandLine.Progress;

/// <summary>Numbers as a line of blocks.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>The line: neighbours are averaged where there are more numbers than characters. Those that are not finite are left out.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="width">Characters, at most.</param>
    public static string Of(IEnumerable<double> values, int width)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        int columns = Math.Min(width, finite.Length);
        double[] means = [.. Enumerable.Range(0, columns).Select(i => finite[(int)((long)i * finite.Length / columns)..(int)((long)(i + 1) * finite.Length / columns)].Average())];
        if (columns == 0)
        {
            return "";
        }

        double least = means.Min(), range = means.Max() - least;
        return string.Concat(means.Select(mean => Blocks[range > 0 ? (int)Math.Round((mean - least) / range * (Blocks.Length - 1)) : 0]));
    }
}
