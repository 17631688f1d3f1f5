using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>tokenizer</c>.</summary>
internal static class TokenizerSection
{
    private const int DefaultMaxLength = 128;

    public static TokenizerModel Read(Section spec, InputModel input, EncoderManifest? manifest)
    {
        int most = manifest?.MaxPositions ?? int.MaxValue;
        if (spec.Child("tokenizer", SpecKeys.Tokenizer) is not { } tokenizer)
        {
            return new(Math.Min(DefaultMaxLength, most), "LongestFirst", null, null, null, "AsSpecial");
        }

        // [CLS] and [SEP] with one token, or [CLS] and two [SEP] with one token each: below that no text is left.
        int least = input.Second is null ? 3 : 5;
        string hint = manifest is null ? "" : $" (the positions of {manifest.Name})";
        int maxLength = tokenizer.Whole("max_length", least, most, hint) ?? Math.Min(DefaultMaxLength, most);
        return new(
            maxLength,
            Truncation(spec, tokenizer, input, out double? headShare),
            headShare,
            Window(tokenizer, maxLength - (input.Second is null ? 2 : 3)),
            tokenizer.Word("lowercase", SpecKeys.Lowercasings) switch
            {
                "true" => true,
                "false" => false,
                _ => null,
            },
            CSharpName.Pascal(tokenizer.Word("special_tokens_in_text", SpecKeys.SpecialTokensInText))!);
    }

    private static string Truncation(Section spec, Section tokenizer, InputModel input, out double? headShare)
    {
        headShare = null;
        if (tokenizer["truncation"]?.Value is YamlMapping mapping)
        {
            Section section = new(mapping, "'truncation'", SpecKeys.HeadTail, spec.Problems);
            section.ReportMissing("head_tail", "write { head_tail: 0.5 }, or a word: " + Suggestions.Alternatives(SpecKeys.Truncations));
            headShare = section.Number("head_tail", static share => share is > 0 and < 1, "between 0 and 1, the share of the ids kept that comes from the start");
            return "HeadTail";
        }

        string word = tokenizer.Word("truncation", SpecKeys.Truncations);
        if (word != "only_second" || input.Second is not null)
        {
            return CSharpName.Pascal(word)!;
        }

        spec.Problems.AddConflict(
            SpecRules.Contradiction,
            tokenizer["truncation"]!.ValueSpan,
            spec["input"]?.ValueSpan,
            "'only_second' cuts the second text, and the input is a single one",
            "write 'longest_first', or 'input: pair'");
        return "LongestFirst";
    }

    private static WindowModel? Window(Section tokenizer, int room)
    {
        if (tokenizer.Child("window", SpecKeys.Window) is not { } window)
        {
            return null;
        }

        if (tokenizer["truncation"] is { } truncation)
        {
            tokenizer.Problems.AddConflict(
                SpecRules.Contradiction, truncation.Key.Span, tokenizer["window"]!.Key.Span, "'window' reads long texts whole and 'truncation' cuts them", "keep one of the two");
        }

        window.ReportMissing("stride", "write how many ids neighbouring windows share: { stride: 64 }");
        int? stride = window.Whole("stride", 0, room - 1, $" (a window holds {Invariant.Text(room)} ids of the texts)");
        return new(stride ?? 0, CSharpName.Pascal(window.Word("combine", SpecKeys.WindowCombinations))!);
    }
}
