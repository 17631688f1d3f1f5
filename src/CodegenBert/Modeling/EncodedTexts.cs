using CodegenBert.Tokenization;

namespace CodegenBert.Modeling;

/// <summary>Texts as ids, each as one input or, where long texts are read by windows, as several.</summary>
internal sealed class EncodedTexts
{
    private readonly int[] _firstWindow;

    /// <summary>Takes the windows of each text.</summary>
    public EncodedTexts(IReadOnlyList<IReadOnlyList<EncodedInput>> texts)
    {
        _firstWindow = new int[texts.Count + 1];
        for (int text = 0; text < texts.Count; text++)
        {
            _firstWindow[text + 1] = _firstWindow[text] + texts[text].Count;
        }

        Windows = [.. texts.SelectMany(windows => windows)];
        Lengths = [.. texts.Select(windows => windows.Sum(window => window.Length))];
        CutTokens = [.. texts.Select(windows => windows.Sum(window => window.CutTokens))];
        Truncated = [.. CutTokens.Select(cut => cut > 0)];
    }

    /// <summary>All windows, text by text.</summary>
    public IReadOnlyList<EncodedInput> Windows { get; }

    /// <summary>Tokens of each text, in all its windows.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>How many ids of each text were cut off.</summary>
    public IReadOnlyList<int> CutTokens { get; }

    /// <summary>Whether ids of a text were cut off.</summary>
    public IReadOnlyList<bool> Truncated { get; }

    /// <summary>Number of texts.</summary>
    public int Count => Lengths.Count;

    /// <summary>Whether each text is one input.</summary>
    public bool AreWhole => Windows.Count == Count;

    /// <summary>The windows of a text: the first, and how many.</summary>
    public (int First, int Count) WindowsOf(int text) => (_firstWindow[text], _firstWindow[text + 1] - _firstWindow[text]);
}
