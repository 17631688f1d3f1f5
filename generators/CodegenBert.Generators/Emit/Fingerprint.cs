using System.Security.Cryptography;
using System.Text;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs;

namespace CodegenBert.Generators.Emit;

/// <summary>
/// The hash of what changes the meaning of a model's weights, as the core computes it for a saved model (<c>TaskFingerprint</c>): a constant of
/// the generated code, so that a change shows in a review of the API.
/// </summary>
internal static class Fingerprint
{
    public static string Of(SpecModel model)
    {
        SortedDictionary<string, string> fields = new(StringComparer.Ordinal)
        {
            ["output"] = Words(model.Output.Kind.ToString()),
            ["output.range"] = model.Output.Score is { } score ? $"{Invariant.Text(score.Minimum)} to {Invariant.Text(score.Maximum)}" : "none",
            ["input"] = model.Input.Second is null ? "single" : "pair",
            ["head.pooling"] = string.Join(" + ", model.Head.Pooling.Select(Words)),
            ["head.layers"] = Layers(model.Head.Layers),
            ["head.hidden"] = List(model.Head.Hidden),
            ["head.activation"] = model.Head.Hidden.Count == 0 ? "none" : Words(model.Head.Activation),
            ["tokenizer.lowercase"] = model.Tokenizer.Lowercase switch { null => "auto", true => "true", false => "false" },
            ["tokenizer.special_tokens_in_text"] = Words(model.Tokenizer.SpecialTokensInText),
            ["tokenizer.truncation"] = Words(model.Tokenizer.Truncation) + (model.Tokenizer.Truncation == "HeadTail" ? " " + Invariant.Text(model.Tokenizer.HeadShare ?? 0.5) : ""),
            ["tokenizer.max_length"] = Invariant.Text(model.Tokenizer.MaxLength),
        };
        if (model.Tokenizer.Window is { } window)
        {
            fields["tokenizer.window"] = $"stride {Invariant.Text(window.Stride)}, {Words(window.Combine)}";
        }

        IEnumerable<string> labels = model.Labels.Select(static label => label.Text).OrderBy(static text => text, StringComparer.Ordinal).Select(static text => "label=" + text);
        string lines = string.Join("\n", labels.Concat(fields.Select(static field => field.Key + "=" + field.Value)));
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(lines)).Select(static part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static string Layers(LayersModel layers) =>
        layers.IsLastOnly ? "last" : layers.Numbers.Count == 0 ? $"{{ last: {Invariant.Text(layers.LastCount)} }}" : List(layers.Numbers.OrderBy(static number => number));

    private static string List(IEnumerable<int> numbers) => $"[{string.Join(", ", numbers.Select(Invariant.Text))}]";

    /// <summary>A member's name as specs write it: <c>LongestFirst</c> is <c>longest_first</c>.</summary>
    private static string Words(string member) =>
        string.Concat(member.Select(static (c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
