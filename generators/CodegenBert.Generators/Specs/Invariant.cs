using System.Globalization;

namespace CodegenBert.Generators.Specs;

/// <summary>Numbers in and out of text, the same on every machine.</summary>
internal static class Invariant
{
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Text(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    public static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Decimal digits with an optional sign.</summary>
    public static bool LooksWhole(string text) =>
        text.TrimStart('+', '-') is { Length: > 0 } digits && text.Length - digits.Length <= 1 && digits.All(static c => c is >= '0' and <= '9');

    /// <summary>A decimal number; one beyond the type's range is read as infinite or as the type's limit, so that range checks refuse it.</summary>
    public static bool TryNumber(string text, out double number)
    {
        number = 0;
        if (!text.All(static c => c is (>= '0' and <= '9') or '.' or '+' or '-' or 'e' or 'E'))
        {
            return false;
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, style, CultureInfo.InvariantCulture, out number);
    }

    public static bool TryWhole(string text, out long number)
    {
        number = 0;
        if (!LooksWhole(text))
        {
            return false;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            number = text[0] == '-' ? long.MinValue : long.MaxValue;
        }

        return true;
    }
}
