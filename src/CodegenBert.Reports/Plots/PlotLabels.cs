namespace CodegenBert.Reports.Plots;

/// <summary>Labels beside a plot.</summary>
internal static class PlotLabels
{
    private const int MostCharacters = 26;
    private const double CharacterWidth = 7.1;

    /// <summary>A label that is not too long, its end replaced by an ellipsis.</summary>
    public static string Shorten(string label, int most = MostCharacters) => label.Length <= most ? label : label[..(most - 1)] + "…";

    /// <summary>Pixels that the longest of some labels needs, about: what font shows it is not known here.</summary>
    public static int WidthOf(IEnumerable<string> labels, int most = MostCharacters) => 14 + (int)(CharacterWidth * labels.Max(label => Math.Min(label.Length, most)));
}
