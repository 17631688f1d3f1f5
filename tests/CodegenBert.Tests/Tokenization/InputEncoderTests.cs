using CodegenBert.Tasks;
using CodegenBert.Tokenization;

namespace CodegenBert.Tests.Tokenization;

public class InputEncoderTests
{
    private const TruncationStrategy None = TruncationStrategy.None;
    private const TruncationStrategy LongestFirst = TruncationStrategy.LongestFirst;
    private const TruncationStrategy OnlyFirst = TruncationStrategy.OnlyFirst;
    private const TruncationStrategy OnlySecond = TruncationStrategy.OnlySecond;

    private static readonly BertWordPieceTokenizer s_tokenizer = TokenizerKit.UncasedTokenizer;

    // Hugging Face's answers (tokenizers 0.23.2 through npm): where nothing but special tokens fits, both texts are emptied
    // whatever the strategy.
    [Theory]
    [InlineData(LongestFirst, 2, "a b c", null, "101 102")]
    [InlineData(OnlySecond, 2, "a b c", null, "101 102")]
    [InlineData(LongestFirst, 3, "a b c", "d e", "101 102 102")]
    [InlineData(OnlyFirst, 3, "", "d e f", "101 102 102")]
    [InlineData(OnlyFirst, 4, "a b c", "", "101 1037 102 102")]
    [InlineData(OnlySecond, 4, "", "d e f", "101 102 1040 102")]
    [InlineData(OnlyFirst, 5, "a", "d", "101 1037 102 1040 102")]
    [InlineData(None, 2, "a", "d", "101 1037 102 1040 102")]
    [InlineData(LongestFirst, 6, "a b", "d e", "101 1037 102 1040 1041 102")]
    [InlineData(LongestFirst, 6, "a b c", "d e", "101 1037 1038 102 1040 102")]
    public void Short_limits_cut_as_Hugging_Face_does(TruncationStrategy strategy, int maxLength, string first, string? second, string ids) =>
        Assert.Equal(ids, TokenizerKit.Join(new InputEncoder(s_tokenizer, maxLength, strategy).Encode(first, second).InputIds.ToArray()));

    [Theory]
    [InlineData(OnlyFirst, 4, "", "d e f", "first text")]
    [InlineData(OnlySecond, 5, "a b", "d e f", "second text")]
    [InlineData(OnlySecond, 4, "a b c", null, "no second text")]
    [InlineData(OnlySecond, 4, "a b c", "", "second text")]
    [InlineData(LongestFirst, 2, "a", "d", "maximal length 2")]
    public void What_cannot_be_cut_is_refused_with_the_reason(TruncationStrategy strategy, int maxLength, string first, string? second, string reason)
    {
        var encoder = new InputEncoder(s_tokenizer, maxLength, strategy);
        Assert.Contains(reason, Assert.Throws<TruncationException>(() => encoder.Encode(first, second)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_second_text_is_a_pair_and_null_is_not()
    {
        var encoder = new InputEncoder(s_tokenizer, 8, LongestFirst);
        Assert.Equal([101, 1037, 102], encoder.Encode("a").InputIds.ToArray());
        Assert.Equal([101, 1037, 102, 102], encoder.Encode("a", string.Empty).InputIds.ToArray());
        Assert.Equal([0, 0, 0, 1], encoder.Encode("a", string.Empty).TokenTypeIds.ToArray());
        Assert.Throws<ArgumentNullException>(() => encoder.Encode(null!));
    }

    [Fact]
    public void Offsets_of_a_pair_count_code_points_of_each_text_by_itself()
    {
        EncodedInput input = new InputEncoder(s_tokenizer, 16, LongestFirst).EncodeWithOffsets("😀 a", "𝔘 [SEP]b");
        Assert.Equal("0-0 0-1 2-3 0-0 0-1 2-7 7-8 0-0", TokenizerKit.Join(input.Offsets.ToArray().Select(range => $"{range.Start}-{range.End}")));
        Assert.Equal(0, new InputEncoder(s_tokenizer, 16, LongestFirst).Encode("a").Offsets.Length);
    }

    [Fact]
    public void Wrong_arguments_are_refused_when_the_encoder_is_made()
    {
        Assert.Throws<ArgumentNullException>(() => new InputEncoder(null!, 8, None));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InputEncoder(s_tokenizer, 1, None));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InputEncoder(s_tokenizer, 8, (TruncationStrategy)9));
    }

    [Fact]
    public void Many_threads_get_the_same_ids_as_one()
    {
        var encoder = new InputEncoder(s_tokenizer, 48, LongestFirst);
        string[] texts = [.. TokenizerKit.Read(TokenizerKit.Uncased, "singles").Select(row => row.Text("text"))];
        string[] expected = [.. texts.Select(text => TokenizerKit.Join(encoder.Encode(text, "a pair").InputIds.ToArray()))];
        Parallel.For(0, texts.Length * 4, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            Assert.Equal(expected[i % texts.Length], TokenizerKit.Join(encoder.Encode(texts[i % texts.Length], "a pair").InputIds.ToArray())));
    }

    [Fact]
    public void A_warm_encoder_allocates_its_result_only()
    {
        var encoder = new InputEncoder(s_tokenizer, 32, LongestFirst);
        const string Text = "The unaffable café costs $3.50.";
        for (int i = 0; i < 100; i++)
        {
            encoder.Encode(Text);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        int length = 0;
        for (int i = 0; i < 100; i++)
        {
            length = encoder.Encode(Text).Length;
        }

        long perText = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        Assert.InRange(perText, 1, 160 + (length * 5));
    }

    // "a" to "p" have the ids 1037 to 1052.
    [Theory]
    [InlineData(0.5, 8, "a b c d e f g h", null, "a b c f g h")]
    [InlineData(0.25, 10, "a b c d e f g h i j", null, "a b e f g h i j")]
    [InlineData(0.75, 6, "a b c d e f g h", null, "a b c h")]
    [InlineData(0.5, 5, "a b c d", null, "a b d")]
    [InlineData(0.5, 8, "a b c", null, "a b c")]
    [InlineData(0.01, 6, "a b c d e f", null, "c d e f")]
    [InlineData(0.99, 6, "a b c d e f", null, "a b c d")]
    [InlineData(0.5, 9, "a b", "c d e f g h", "a b [SEP] c d g h")]
    [InlineData(0.5, 11, "a b c d e f g h", "i j k l m n o p", "a b g h [SEP] i j o p")]
    public void Head_and_tail_remain_of_each_text_that_longest_first_would_cut(double share, int maxLength, string first, string? second, string kept)
    {
        EncodedInput input = new InputEncoder(s_tokenizer, maxLength, TruncationStrategy.HeadTail, share).EncodeWithOffsets(first, second);

        Assert.Equal($"[CLS] {kept} [SEP]", string.Join(' ', input.InputIds.ToArray().Select(s_tokenizer.IdToToken)));
        Assert.Equal(kept.Split(' ').Length < first.Split(' ').Length + (second is null ? 0 : second.Split(' ').Length + 1), input.Truncated);
        string source = first + "\0" + second;
        for (int i = 1; i < input.Length - 1; i++)
        {
            CodePointRange range = input.Offsets.Span[i];
            int start = input.TokenTypeIds.Span[i] == 0 ? 0 : first.Length + 1;
            string token = s_tokenizer.IdToToken(input.InputIds.Span[i])!;
            Assert.Equal(token == "[SEP]" ? "" : token, source[(start + range.Start)..(start + range.End)]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_without_head_or_tail_is_refused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new InputEncoder(s_tokenizer, 8, TruncationStrategy.HeadTail, share));

    [Theory]
    [InlineData("a b c d e", null, 4, "A window of 6 ids has 4 left for the text: with a stride of 4 the windows would not move on. Use a smaller stride or a larger maximal length.")]
    [InlineData("a b", "c d e", 1, "A window of 6 ids has 1 left for the second text: with a stride of 1 the windows would not move on. Use a smaller stride or a larger maximal length, or shorten the first text.")]
    [InlineData("a b c d e", "c", 0, "A window of 6 ids has 0 left for the second text: with a stride of 0 the windows would not move on. Use a smaller stride or a larger maximal length, or shorten the first text.")]
    public void Windows_that_would_not_move_on_are_refused(string first, string? second, int stride, string message) =>
        Assert.Equal(message, Assert.Throws<TruncationException>(() => new InputEncoder(s_tokenizer, 6, LongestFirst).EncodeWindows(first, second, stride)).Message);

    [Fact]
    public void A_text_of_too_many_windows_is_cut_and_says_so()
    {
        IReadOnlyList<EncodedInput> windows = new InputEncoder(s_tokenizer, 3, LongestFirst).EncodeWindows(string.Concat(Enumerable.Repeat("a ", InputEncoder.MostWindows + 1)), null, 0);

        Assert.Equal(InputEncoder.MostWindows, windows.Count);
        Assert.Equal([.. Enumerable.Repeat(false, InputEncoder.MostWindows - 1), true], windows.Select(window => window.Truncated));
    }
}
