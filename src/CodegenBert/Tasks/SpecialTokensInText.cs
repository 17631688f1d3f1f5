namespace CodegenBert.Tasks;

/// <summary>How special tokens are read that a user wrote into a text, such as <c>[SEP]</c>.</summary>
public enum SpecialTokensInText
{
    /// <summary>As the special token itself, if spelled exactly: Hugging Face's default.</summary>
    AsSpecial,

    /// <summary>
    /// As ordinary text, so that a text from outside cannot forge the borders of the input
    /// (Hugging Face: <c>split_special_tokens=True</c>).
    /// </summary>
    AsText,
}
