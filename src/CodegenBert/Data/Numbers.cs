using System.Globalization;

namespace CodegenBert.Data;

/// <summary>Reads numbers of data files: in any usual spelling, with a decimal point whatever the machine's culture.</summary>
internal static class Numbers
{
    private const NumberStyles Usual = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a number; false where a text is none.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="value">The number; what is too large is infinite.</param>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out float value) => float.TryParse(utf8, Usual, CultureInfo.InvariantCulture, out value);
}
