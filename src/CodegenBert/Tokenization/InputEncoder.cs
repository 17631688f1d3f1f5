using CodegenBert.Tasks;

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
    public InputEncoder(BertWordPieceTokenizer tokenizer, int maxLength, TruncationStrategy truncation)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, SpecialTokensOfSingle);
        if (!Enum.IsDefined(truncation))
        {
            throw new ArgumentOutOfRangeException(nameof(truncation), truncation, "Not a truncation strategy.");
        }

        Tokenizer = tokenizer;
        MaxLength = maxLength;
        Truncation = truncation;
    }

    /// <summary>The tokenizer.</summary>
    public BertWordPieceTokenizer Tokenizer { get; }

    /// <summary>The most ids of an input, special tokens included.</summary>
    public int MaxLength { get; }

    /// <summary>Which text is cut when an input is longer.</summary>
    public TruncationStrategy Truncation { get; }

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

    private EncodedInput Encode(string first, string? second, bool withOffsets)
    {
        ArgumentNullException.ThrowIfNull(first);
        TextPass pass = TextPass.Rent();
        try
        {
            Tokenizer.Add(first, pass);
            int firstCount = pass.Tokens.Count;
            if (second is not null)
            {
                Tokenizer.Add(second, pass);
            }

            int keptOfFirst = firstCount;
            int? keptOfSecond = second is null ? null : pass.Tokens.Count - firstCount;
            PairTruncation.Apply(Truncation, Room(second), ref keptOfFirst, ref keptOfSecond);
            return Assemble(first, second, pass.Tokens, firstCount, keptOfFirst, keptOfSecond ?? 0, withOffsets);
        }
        finally
        {
            pass.Return();
        }
    }

    private int Room(string? second)
    {
        int room = MaxLength - (second is null ? SpecialTokensOfSingle : SpecialTokensOfPair);
        return room >= 0 || Truncation == TruncationStrategy.None
            ? room
            : throw new TruncationException($"The maximal length {MaxLength} does not even hold a pair's {SpecialTokensOfPair} special tokens. Use a larger one.");
    }

    private EncodedInput Assemble(
        string first, string? second, TokenBuffer tokens, int firstCount, int keptOfFirst, int keptOfSecond, bool withOffsets)
    {
        int firstLength = keptOfFirst + SpecialTokensOfSingle;
        int length = second is null ? firstLength : firstLength + keptOfSecond + 1;
        var ids = new int[length];
        var types = new byte[length];
        CodePointRange[] offsets = withOffsets ? new CodePointRange[length] : [];

        ids[0] = Tokenizer.ClassificationTokenId;
        tokens.Ids[..keptOfFirst].CopyTo(ids.AsSpan(1));
        ids[firstLength - 1] = Tokenizer.SeparatorTokenId;
        if (second is not null)
        {
            tokens.Ids.Slice(firstCount, keptOfSecond).CopyTo(ids.AsSpan(firstLength));
            ids[length - 1] = Tokenizer.SeparatorTokenId;
            types.AsSpan(firstLength).Fill(1);
        }

        if (withOffsets)
        {
            Locate(first, tokens, 0, offsets.AsSpan(1, keptOfFirst));
            Locate(second, tokens, firstCount, offsets.AsSpan(Math.Min(firstLength, length), keptOfSecond));
        }

        return new EncodedInput(ids, types, offsets, keptOfFirst + keptOfSecond < tokens.Count);
    }

    private static void Locate(ReadOnlySpan<char> text, TokenBuffer tokens, int from, Span<CodePointRange> offsets)
    {
        var count = new CodePointCount(text);
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = new CodePointRange(count.Before(tokens.Starts[from + i]), count.Before(tokens.Ends[from + i]));
        }
    }
}
