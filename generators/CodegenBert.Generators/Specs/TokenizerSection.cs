using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;

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
            return new(Math.Min(DefaultMaxLength, most), "LongestFirst", null, "AsSpecial");
        }

        // [CLS] and [SEP] with one token, or [CLS] and two [SEP] with one token each: below that no text is left.
        int least = input.Second is null ? 3 : 5;
        string hint = manifest is null ? "" : $" (the positions of {manifest.Name})";
        return new(
            tokenizer.Whole("max_length", least, most, hint) ?? Math.Min(DefaultMaxLength, most),
            Truncation(spec, tokenizer, input),
            tokenizer.Word("lowercase", SpecKeys.Lowercasings) switch
            {
                "true" => true,
                "false" => false,
                _ => null,
            },
            CSharpName.Pascal(tokenizer.Word("special_tokens_in_text", SpecKeys.SpecialTokensInText))!);
    }

    private static string Truncation(Section spec, Section tokenizer, InputModel input)
    {
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
}
