namespace CodegenBert.Tokenization;

/// <summary>What the model reads of one input: <c>[CLS] first [SEP]</c> or <c>[CLS] first [SEP] second [SEP]</c>. Immutable.</summary>
public sealed class EncodedInput
{
    internal EncodedInput(int[] inputIds, int firstSegment, CodePointRange[] offsets, int cutTokens)
    {
        InputIds = inputIds;
        FirstSegment = firstSegment;
        Offsets = offsets;
        CutTokens = cutTokens;
    }

    /// <summary>The ids (<c>input_ids</c>).</summary>
    public ReadOnlyMemory<int> InputIds { get; }

    /// <summary>The segment of each id (<c>token_type_ids</c>): 0 up to the first <c>[SEP]</c>, 1 from there on.</summary>
    public ReadOnlyMemory<byte> TokenTypeIds => SegmentIds.Of(FirstSegment, Length);

    /// <summary>
    /// Where in its own text each id came from; 0, 0 for the added special tokens. Empty unless
    /// <see cref="InputEncoder.EncodeWithOffsets"/> was asked for them.
    /// </summary>
    public ReadOnlyMemory<CodePointRange> Offsets { get; }

    /// <summary>Whether ids of a text were cut off.</summary>
    public bool Truncated => CutTokens > 0;

    /// <summary>How many ids of the texts were cut off; 0 if nothing was.</summary>
    public int CutTokens { get; }

    /// <summary>The number of ids.</summary>
    public int Length => InputIds.Length;

    /// <summary>How many ids are of segment 0; all that follow are of segment 1.</summary>
    internal int FirstSegment { get; }
}
