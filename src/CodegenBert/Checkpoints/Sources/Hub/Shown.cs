using System.Text.Json;

namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>What a server or a spec wrote, as messages show it: shortened, and with nothing in it that a terminal would obey.</summary>
internal static class Shown
{
    private const int Longest = 80;

    public static string Text(string value) => $"'{JsonEncodedText.Encode(value.Length > Longest ? value[..Longest] + "..." : value)}'";
}
