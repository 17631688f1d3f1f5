namespace CodegenBert.Tasks;

/// <summary>Which text of an input is cut when it exceeds the maximal length. But for <see cref="HeadTail"/>, the strategies are those of Hugging Face's fast tokenizers; ids are cut from the end.</summary>
public enum TruncationStrategy
{
    /// <summary>Nothing is cut, and the maximal length is not enforced.</summary>
    None,

    /// <summary>
    /// The longer text is cut first; once both are equally long, both are, and an odd place left goes to the one that was
    /// longer (to the second if they were equal).
    /// </summary>
    LongestFirst,

    /// <summary>Only the first text is cut; one id of it must remain.</summary>
    OnlyFirst,

    /// <summary>Only the second text is cut; one id of it must remain.</summary>
    OnlySecond,

    /// <summary>
    /// Ids are cut from the middle: of each text as many remain as under <see cref="LongestFirst"/>, a share of them from its start and the others from its
    /// end (Sun et al. 2019, "How to Fine-Tune BERT for Text Classification?", section 5.3.1).
    /// </summary>
    HeadTail,
}
