using ScottPlot;

namespace CodegenBert.Reports.Plots;

/// <summary>What a colour means. The colours themselves are the page's style sheet's, one set for light and one for dark.</summary>
internal enum Ink
{
    /// <summary>Lines of the grid.</summary>
    Grid = 0,

    /// <summary>What stands behind, such as a diagonal.</summary>
    Muted = 1,

    /// <summary>The training rows.</summary>
    Train = 2,

    /// <summary>The validation rows.</summary>
    Validation = 3,

    /// <summary>What is right.</summary>
    Right = 4,

    /// <summary>What is wrong, or lost.</summary>
    Wrong = 5,
}

/// <summary>
/// Inks as colours that a plot can draw with and that are found again in its SVG: the ink in the red byte, its opacity in percent in the green one,
/// a mark in the blue one.
/// </summary>
internal static class Inks
{
    private const byte First = 0x31;
    private const byte Mark = 0x7B;

    /// <summary>The colour that stands for an ink.</summary>
    /// <param name="ink">The ink.</param>
    /// <param name="opacity">0 to 1.</param>
    public static Color Color(this Ink ink, double opacity = 1) => new((byte)(First + (int)ink), (byte)Math.Round(100 * Math.Clamp(opacity, 0, 1)), Mark);

    /// <summary>The ink that a colour stands for.</summary>
    /// <param name="color">As <c>0xRRGGBB</c>.</param>
    /// <returns>The ink and its opacity in percent; null if the colour is none of ours.</returns>
    public static (Ink Ink, int Percent)? Find(int color)
    {
        var ink = (Ink)((color >> 16) - First);
        return Enum.IsDefined(ink) && (color & 0xFF) == Mark ? (ink, (color >> 8) & 0xFF) : null;
    }

    /// <summary>The style sheet's variable.</summary>
    public static string Variable(this Ink ink) => $"var(--{ink.ToString().ToLowerInvariant()})";
}
