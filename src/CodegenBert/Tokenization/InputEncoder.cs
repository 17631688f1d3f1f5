using CodegenBert.Tasks;
using CodegenBert.Tokenization.Inputs;
using CodegenBert.Tokenization.Text;
using CodegenBert.Tokenization.WordPiece;

namespace CodegenBert.Tokenization;

/// <summary>
/// Makes a model's input of a text or of a pair, truncated as Hugging Face's fast tokenizers do it. Immutable and safe for use
/// by many threads at once.
/// </summary>
public sealed class InputEncoder
{
    private const int SpecialTokensOfSingle = 2;
    private const int SpecialTokensOfPair = 3;

    /// <summary>Creates an encoder.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="maxLength">The most ids of an input, special tokens included; at least 2. Not enforced under <see cref="TruncationStrategy.None"/>.</param>
    /// <param name="truncation">Which text is cut when an input is longer.</param>
    /// <param name="headShare">Under <see cref="TruncationStrategy.HeadTail"/>, the share of a cut text's remaining ids that come from its start; between 0 and 1.</param>
    public InputEncoder(BertWordPieceTokenizer tokenizer, int maxLength, TruncationStrategy truncation, double headShare = 0.5)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, SpecialTokensOfSingle);
        if (!Enum.IsDefined(truncation))
        {
            throw new ArgumentOutOfRangeException(nameof(truncation), truncation, "Not a truncation strategy.");
        }

        Tokenizer = tokenizer;
        MaxLength = maxLength;
        if (headShare is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(headShare), headShare, "The head's share lies between 0 and 1.");
        }

        Truncation = truncation;
        HeadShare = headShare;
    }

    /// <summary>The most windows of a text: far beyond what a classifier makes use of, and a bound for memory.</summary>
    public static int MostWindows => 1_024;

    /// <summary>The tokenizer.</summary>
    public BertWordPieceTokenizer Tokenizer { get; }

    /// <summary>The most ids of an input, special tokens included.</summary>
    public int MaxLength { get; }

    /// <summary>Which text is cut when an input is longer.</summary>
    public TruncationStrategy Truncation { get; }

    /// <summary>Under <see cref="TruncationStrategy.HeadTail"/>, the share of a cut text's remaining ids that come from its start.</summary>
    public double HeadShare { get; }

    /// <summary>Encodes a text, or a pair.</summary>
    /// <param name="first">The text, or the first of two; may be empty.</param>
    /// <param name="second">The second text; null for a single one. An empty text is a text.</param>
    /// <exception cref="TruncationException">
    /// The input is too long and the strategy cannot shorten it enough, or it is a pair and <see cref="MaxLength"/> is 2.
    /// </exception>
    public EncodedInput Encode(string first, string? second = null) => Encode(first, second, withOffsets: false);

    /// <summary>As <see cref="Encode(string, string?)"/>, with <see cref="EncodedInput.Offsets"/>.</summary>
    /// <param name="first">The text, or the first of two.</param>
    /// <param name="second">The second text; null for a single one.</param>
    /// <exception cref="TruncationException">The input is too long and the strategy cannot shorten it enough.</exception>
    public EncodedInput EncodeWithOffsets(string first, string? second = null) => Encode(first, second, withOffsets: true);

    /// <summary>
    /// Encodes a text, or a pair, of any length as windows of at most <see cref="MaxLength"/> ids, as Hugging Face does with <c>stride</c> and
    /// <c>return_overflowing_tokens</c>: the second text, or the only one, is read in parts that overlap. <see cref="Truncation"/> has no say.
    /// </summary>
    /// <param name="first">The text, or the first of two, which stands whole in each window.</param>
    /// <param name="second">The second text; null for a single one.</param>
    /// <param name="stride">How many ids neighbouring windows share.</param>
    /// <returns>The windows, at least one. A text of more than <see cref="MostWindows"/> is cut behind the last, which says so.</returns>
    /// <exception cref="TruncationException">The first text of a pair leaves no room for the second, or less than the stride.</exception>
    public IReadOnlyList<EncodedInput> EncodeWindows(string first, string? second, int stride)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        TextPass pass = TextPass.Rent();
        try
        {
            (int firstCount, int? secondCount) = Tokenize(first, second, pass);
            int read = secondCount ?? firstCount, room = Room(second) - (second is null ? 0 : firstCount);
            if (read > room && room <= stride)
            {
                throw new TruncationException($"A window of {MaxLength} ids has {Math.Max(room, 0)} left for the {(second is null ? "text" : "second text")}: with a stride of {stride} the windows would not move on. Use a smaller stride or a larger maximal length{(second is null ? "" : ", or shorten the first text")}.");
            }

            var windows = new List<EncodedInput>();
            for (int start = 0, end = -1; end < read && windows.Count < MostWindows; start += room - stride)
            {
                end = Math.Min(start + room, read);
                int cutTokens = windows.Count == MostWindows - 1 ? read - end : 0;
                var part = new KeptIds(second is null ? 0 : firstCount, read, start, end - start, 0);
                windows.Add(Assemble(first, second, pass.Tokens, second is null ? part : KeptIds.FirstOf(0, firstCount, firstCount), second is null ? null : part, withOffsets: false, cutTokens));
            }

            return windows;
        }
        finally
        {
            pass.Return();
        }
    }

    private EncodedInput Encode(string first, string? second, bool withOffsets)
    {
        ArgumentNullException.ThrowIfNull(first);
        TextPass pass = TextPass.Rent();
        try
        {
            (int firstCount, int? secondCount) = Tokenize(first, second, pass);
            int keptOfFirst = firstCount;
            int? keptOfSecond = secondCount;
            PairTruncation.Apply(Truncation, Room(second), ref keptOfFirst, ref keptOfSecond);
            return Assemble(
                first, second, pass.Tokens, Keep(0, firstCount, keptOfFirst), secondCount is { } count ? Keep(firstCount, count, keptOfSecond!.Value) : null,
                withOffsets, pass.Tokens.Count - keptOfFirst - (keptOfSecond ?? 0));
        }
        finally
        {
            pass.Return();
        }
    }

    private (int First, int? Second) Tokenize(string first, string? second, TextPass pass)
    {
        Tokenizer.Add(first, pass);
        int firstCount = pass.Tokens.Count;
        if (second is null)
        {
            return (firstCount, null);
        }

        Tokenizer.Add(second, pass);
        return (firstCount, pass.Tokens.Count - firstCount);
    }

    private KeptIds Keep(int from, int count, int kept) =>
        Truncation == TruncationStrategy.HeadTail ? KeptIds.HeadAndTailOf(from, count, kept, HeadShare) : KeptIds.FirstOf(from, count, kept);

    private int Room(string? second)
    {
        int room = MaxLength - (second is null ? SpecialTokensOfSingle : SpecialTokensOfPair);
        return room >= 0 || Truncation == TruncationStrategy.None
            ? room
            : throw new TruncationException($"The maximal length {MaxLength} does not even hold a pair's {SpecialTokensOfPair} special tokens. Use a larger one.");
    }

    private EncodedInput Assemble(string first, string? second, TokenBuffer tokens, KeptIds ofFirst, KeptIds? ofSecond, bool withOffsets, int cutTokens)
    {
        int firstLength = ofFirst.Length + SpecialTokensOfSingle;
        int length = firstLength + (ofSecond is { } other ? other.Length + 1 : 0);
        var ids = new int[length];
        CodePointRange[] offsets = withOffsets ? new CodePointRange[length] : [];

        ids[0] = Tokenizer.ClassificationTokenId;
        ofFirst.CopyTo(tokens.Ids, ids.AsSpan(1));
        ids[firstLength - 1] = Tokenizer.SeparatorTokenId;
        if (ofSecond is { } kept)
        {
            kept.CopyTo(tokens.Ids, ids.AsSpan(firstLength));
            ids[length - 1] = Tokenizer.SeparatorTokenId;
        }

        if (withOffsets)
        {
            Locate(first, tokens, ofFirst, offsets.AsSpan(1, ofFirst.Length));
            Locate(second, tokens, ofSecond ?? default, offsets.AsSpan(Math.Min(firstLength, length), ofSecond?.Length ?? 0));
        }

        return new EncodedInput(ids, firstLength, offsets, cutTokens);
    }

    private static void Locate(ReadOnlySpan<char> text, TokenBuffer tokens, KeptIds kept, Span<CodePointRange> offsets)
    {
        Span<int> starts = new int[offsets.Length], ends = new int[offsets.Length];
        kept.CopyTo(tokens.Starts, starts);
        kept.CopyTo(tokens.Ends, ends);
        var count = new CodePointCount(text);
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = new CodePointRange(count.Before(starts[i]), count.Before(ends[i]));
        }
    }
}
