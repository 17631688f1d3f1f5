namespace CodegenBert.Tokenization.Inputs;

/// <summary>A text among the ids of a pass, and which of its ids go into the input: a run of them, then so many from its end.</summary>
/// <param name="From">Where the text's ids begin in the pass.</param>
/// <param name="Count">How many ids the text has.</param>
/// <param name="Start">The first that is kept.</param>
/// <param name="Head">How many from there on.</param>
/// <param name="Tail">How many from the text's end.</param>
internal readonly record struct KeptIds(int From, int Count, int Start, int Head, int Tail)
{
    /// <summary>How many are kept.</summary>
    public int Length => Head + Tail;

    /// <summary>The first ids of a text.</summary>
    public static KeptIds FirstOf(int from, int count, int kept) => new(from, count, 0, kept, 0);

    /// <summary>The first and the last ids of a text that is cut; all of one that is not.</summary>
    public static KeptIds HeadAndTailOf(int from, int count, int kept, double headShare)
    {
        int head = kept == count ? kept : (int)Math.Round(kept * headShare, MidpointRounding.AwayFromZero);
        return new(from, count, 0, head, kept - head);
    }

    /// <summary>Copies the kept values out of all of them.</summary>
    public void CopyTo<T>(ReadOnlySpan<T> all, Span<T> destination)
    {
        all.Slice(From + Start, Head).CopyTo(destination);
        all.Slice(From + Count - Tail, Tail).CopyTo(destination[Head..]);
    }
}
