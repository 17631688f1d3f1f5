namespace CodegenBert.Tasks;

/// <summary>How the logits of a text's windows become those of the text.</summary>
public enum WindowCombination
{
    /// <summary>Their mean.</summary>
    Mean = 0,

    /// <summary>The largest of each logit.</summary>
    Max = 1,
}

/// <summary>
/// Long texts by sliding windows instead of cutting them: a text is read in parts of <see cref="TokenizerSettings.MaxLength"/> ids that overlap, and its logits are
/// combined of theirs, in training as in prediction. Of a pair the second text is read in parts, each beside the whole first one.
/// </summary>
/// <param name="Stride">How many ids neighbouring windows share (Hugging Face's <c>stride</c> with <c>return_overflowing_tokens</c>).</param>
/// <param name="Combine">How the windows' logits are combined.</param>
public sealed record WindowSettings(int Stride, WindowCombination Combine = WindowCombination.Mean)
{
    /// <summary>How many ids neighbouring windows share; 0 or more, and fewer than a window holds.</summary>
    public int Stride { get; } = Stride >= 0 ? Stride : throw new ArgumentOutOfRangeException(nameof(Stride), Stride, "Windows share 0 ids or more.");
}
