namespace CodegenBert.Generators.Model;

/// <summary>How texts become ids. Truncation and special tokens are the names of the core's enum members.</summary>
/// <param name="MaxLength">Most ids of an input.</param>
/// <param name="Truncation">Which text is cut.</param>
/// <param name="Lowercase">Null for what the encoder says.</param>
/// <param name="SpecialTokensInText">How special tokens in a text are read.</param>
internal sealed record TokenizerModel(int MaxLength, string Truncation, bool? Lowercase, string SpecialTokensInText);
