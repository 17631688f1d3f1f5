using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Specs;

/// <summary><c>tokenizer</c>.</summary>
internal static class TokenizerSection
{
    private const int DefaultMaxLength = 128;

    public static int MaxLength(Section spec, InputModel input, EncoderManifest? manifest)
    {
        // [CLS] and [SEP] with one token, or [CLS] and two [SEP] with one token each: below that no text is left.
        int least = input.Second is null ? 3 : 5;
        int most = manifest?.MaxPositions ?? int.MaxValue;
        string hint = manifest is null ? "" : $" (the positions of {manifest.Name})";
        return spec.Child("tokenizer", SpecKeys.Tokenizer)?.Whole("max_length", least, most, hint) ?? Math.Min(DefaultMaxLength, most);
    }
}
