using CodegenBert.Generators.Specs;
using Microsoft.CodeAnalysis.CSharp;

namespace CodegenBert.Generators.Emit;

/// <summary>Values as C# literals.</summary>
internal static class Literal
{
    public static string Of(string? text) => text is null ? "null" : SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Of(int number) => Invariant.Text(number);

    public static string Of(int? number) => number is { } value ? Of(value) : "null";

    /// <summary>Round-trips, and is a <c>float</c> to the compiler too.</summary>
    public static string Of(float number) => Invariant.Text(number) + "f";

    /// <summary>Round-trips, and is a <c>double</c> to the compiler too.</summary>
    public static string Of(double number)
    {
        string text = Invariant.Text(number);
        return text.IndexOfAny(['.', 'E']) < 0 ? text + ".0" : text;
    }
}
