namespace CodegenBert.Tasks;

/// <summary>How a task's texts become ids.</summary>
public sealed record TokenizerSettings
{
    /// <summary>Most ids of an input, <c>[CLS]</c> and <c>[SEP]</c> included; longer ones are cut.</summary>
    public int MaxLength { get; init; } = 128;

    /// <summary>Which text of an input that is too long is cut. Not <see cref="TruncationStrategy.None"/>: an encoder has only so many positions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is <see cref="TruncationStrategy.None"/>, or no strategy.</exception>
    public TruncationStrategy Truncation
    {
        get;
        init => field = value != TruncationStrategy.None && Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A task's texts must be cut to max_length.");
    } = TruncationStrategy.LongestFirst;

    /// <summary>Under <see cref="TruncationStrategy.HeadTail"/>, the share of a cut text's remaining ids that come from its start; between 0 and 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not between 0 and 1.</exception>
    public double HeadShare
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The head's share lies between 0 and 1.");
    } = 0.5;

    /// <summary>Reads long texts by windows; null cuts them by <see cref="Truncation"/>.</summary>
    public WindowSettings? Window { get; init; }

    /// <summary>Whether letters are lower-cased (and accents stripped, unless the encoder's <c>tokenizer_config.json</c> has a rule for them); null as that file says.</summary>
    public bool? Lowercase { get; init; }

    /// <summary>How special tokens are read that stand in a text, such as <c>[SEP]</c>.</summary>
    public SpecialTokensInText SpecialTokensInText { get; init; } = SpecialTokensInText.AsSpecial;
}
