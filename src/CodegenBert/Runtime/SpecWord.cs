using System.Text.Json;

namespace CodegenBert.Runtime;

/// <summary>Values of enumerations in the spec's words: <c>SingleLabel</c> is <c>single_label</c>.</summary>
internal static class SpecWord
{
    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
