using CodegenBert.Data;
using CodegenBert.Tokenization;

namespace CodegenBert.Modeling;

/// <summary>Texts as ids, each as one input or, where long texts are read by windows, as several.</summary>
internal sealed class EncodedTexts
{
    private readonly WindowStore _windows = new();
    private readonly BlockList<int> _firstWindow = new();
    private readonly BlockList<int> _lengths = new();
    private readonly BlockList<int> _cutTokens = new();

    /// <summary>Takes the windows of each text.</summary>
    /// <param name="texts">The texts; enumerated once.</param>
    public EncodedTexts(IEnumerable<IReadOnlyList<EncodedInput>> texts)
    {
        _firstWindow.Add(0);
        foreach (IReadOnlyList<EncodedInput> windows in texts)
        {
            int length = 0, cutTokens = 0;
            foreach (EncodedInput window in windows)
            {
                _windows.Add(window);
                length += window.Length;
                cutTokens += window.CutTokens;
            }

            _firstWindow.Add(_windows.Count);
            _lengths.Add(length);
            _cutTokens.Add(cutTokens);
        }
    }

    /// <summary>All windows, text by text. Each is made anew when it is asked for: they are held as ids, not as objects.</summary>
    public IReadOnlyList<EncodedInput> Windows => _windows;

    /// <summary>Tokens of each text, in all its windows.</summary>
    public IReadOnlyList<int> Lengths => _lengths;

    /// <summary>How many ids of each text were cut off.</summary>
    public IReadOnlyList<int> CutTokens => _cutTokens;

    /// <summary>Whether ids of a text were cut off.</summary>
    public IEnumerable<bool> Truncated => _cutTokens.Select(cut => cut > 0);

    /// <summary>Number of texts.</summary>
    public int Count => _lengths.Count;

    /// <summary>Whether each text is one input.</summary>
    public bool AreWhole => _windows.Count == Count;

    /// <summary>The windows of a text: the first, and how many.</summary>
    public (int First, int Count) WindowsOf(int text) => (_firstWindow[text], _firstWindow[text + 1] - _firstWindow[text]);
}
