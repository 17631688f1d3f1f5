namespace CodegenBert.Tasks;

/// <summary>Whether a task classifies one text or a pair of texts.</summary>
public enum InputKind
{
    /// <summary>One text: <c>[CLS] text [SEP]</c>.</summary>
    Single = 0,

    /// <summary>Two texts: <c>[CLS] first [SEP] second [SEP]</c>, segment ids 0 and 1 (Devlin et al. 2018, section 3.2).</summary>
    Pair = 1,
}

/// <summary>What goes into the classifier. The names are the spec's: columns of data files and arguments of generated methods.</summary>
/// <param name="First">Name of the only text, or of the first of a pair.</param>
/// <param name="Second">Name of the second text of a pair; null for a single text.</param>
public sealed record InputDefinition(string First, string? Second = null)
{
    /// <summary>One text or a pair.</summary>
    public InputKind Kind => Second is null ? InputKind.Single : InputKind.Pair;
}
