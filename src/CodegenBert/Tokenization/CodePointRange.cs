namespace CodegenBert.Tokenization;

/// <summary>A part of a text in Unicode code points (not UTF-16 units), as Hugging Face's Python library counts.</summary>
/// <param name="Start">The first code point.</param>
/// <param name="End">The one after the last.</param>
public readonly record struct CodePointRange(int Start, int End);
