namespace CodegenBert.Generators.Model;

/// <summary>How texts become ids. Truncation and special tokens are the names of the core's enum members.</summary>
/// <param name="MaxLength">Most ids of an input.</param>
/// <param name="Truncation">Which text is cut.</param>
/// <param name="HeadShare">The head's share under <c>head_tail</c>; null for the core's default.</param>
/// <param name="Window">Long texts by windows; null if they are cut.</param>
/// <param name="Lowercase">Null for what the encoder says.</param>
/// <param name="SpecialTokensInText">How special tokens in a text are read.</param>
internal sealed record TokenizerModel(int MaxLength, string Truncation, double? HeadShare, WindowModel? Window, bool? Lowercase, string SpecialTokensInText);

/// <summary>Sliding windows.</summary>
/// <param name="Stride">How many ids neighbours share.</param>
/// <param name="Combine">The name of the core's enum member.</param>
internal sealed record WindowModel(int Stride, string Combine);
