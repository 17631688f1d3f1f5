namespace CodegenBert.Tokenization.Inputs;

/// <summary>Turns UTF-16 indices into a text into counts of code points. Half a surrogate pair counts as one.</summary>
internal readonly ref struct CodePointCount
{
    // Null for a text without surrogates, where both are the same.
    private readonly int[]? _counts;

    public CodePointCount(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return;
        }

        _counts = new int[text.Length + 1];
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool isSecondHalf = char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]);
            count += isSecondHalf ? 0 : 1;
            _counts[i + 1] = count;
        }
    }

    public int Before(int index) => _counts is null ? index : _counts[index];
}
