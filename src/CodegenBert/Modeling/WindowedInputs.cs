using CodegenBert.Tasks;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// Texts that are read by windows. A text's logits are combined of its windows', so that training, evaluation and prediction see the same function of the
/// text, and each text counts once whatever its length.
/// </summary>
/// <param name="windows">The windows as rows.</param>
/// <param name="texts">Which windows a text has.</param>
/// <param name="combination">How their logits are combined.</param>
internal sealed class WindowedInputs(IModelInputs windows, EncodedTexts texts, WindowCombination combination) : IModelInputs
{
    /// <summary>Without gradients nothing is kept of a batch, so a long text need not be in memory at once.</summary>
    private const int MostTokensAtOnce = 4096;

    /// <inheritdoc />
    public IReadOnlyList<int> Lengths { get; } = [.. Enumerable.Range(0, texts.Count).Select(text => Range(texts, text).Sum(window => windows.Lengths[window]))];

    /// <inheritdoc />
    public Device Device => windows.Device;

    /// <inheritdoc />
    public bool FeedHeadAlone => windows.FeedHeadAlone;

    /// <summary>The texts by their windows; the windows themselves where each text is one.</summary>
    public static IModelInputs Over(IModelInputs windows, EncodedTexts texts, WindowSettings? settings) =>
        texts.AreWhole ? windows : new WindowedInputs(windows, texts, settings?.Combine ?? WindowCombination.Mean);

    /// <inheritdoc />
    public Tensor Logits(IReadOnlyList<int> rows, Dropout dropout, LookedUpRows? lookedUp = null)
    {
        int[] all = [.. rows.SelectMany(row => Range(texts, row))];
        Tensor logits = is_grad_enabled() ? windows.Logits(all, dropout, lookedUp) : cat([.. InParts(all).Select(part => windows.Logits(part, dropout))]); // (W, labels)
        Tensor[] ofTexts = logits.split([.. rows.Select(row => (long)texts.WindowsOf(row).Count)]);                                              // (w, labels) each
        return stack(ofTexts.Select(text => combination == WindowCombination.Max ? text.amax([0]) : text.mean([0])));                            // (B, labels)
    }

    private static IEnumerable<int> Range(EncodedTexts texts, int row) => Enumerable.Range(texts.WindowsOf(row).First, texts.WindowsOf(row).Count);

    private IEnumerable<int[]> InParts(int[] rows) => rows.Chunk(Math.Max(1, MostTokensAtOnce / rows.Max(row => windows.Lengths[row])));
}
