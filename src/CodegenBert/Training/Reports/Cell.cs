using System.Globalization;

namespace CodegenBert.Training.Reports;

/// <summary>Numbers as a report's tables and sentences have them.</summary>
internal static class Cell
{
    /// <summary>Words with numbers in invariant form.</summary>
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static string Count(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>A figure in four digits; nothing for none.</summary>
    public static string Figure(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A difference in four digits, with its sign.</summary>
    public static string Difference(double? value) => value?.ToString("+0.0000;−0.0000;0.0000", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A learning rate in four digits.</summary>
    public static string Rate(double? value) => value?.ToString(value < 1e-4 ? "0.###e0" : "0.#######", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Seconds.</summary>
    public static string Seconds(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
