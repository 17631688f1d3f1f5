using System.Buffers;
using System.Text;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using Microsoft.ML.Tokenizers;

namespace CodegenBert.Tests.Tokenization;

public class BertWordPieceTokenizerTests
{
    private static readonly BertWordPieceTokenizer s_tokenizer = TokenizerKit.UncasedTokenizer;

    [Fact]
    public void The_base_type_gives_the_ids_of_the_input_encoder()
    {
        Tokenizer tokenizer = s_tokenizer;
        var encoder = new InputEncoder(s_tokenizer, 2, TruncationStrategy.None);
        var random = new Random(20);
        for (int i = 0; i < 2000; i++)
        {
            string text = RandomText(random);
            int[] expected = encoder.Encode(text).InputIds.ToArray()[1..^1];
            IReadOnlyList<EncodedToken> tokens = tokenizer.EncodeToTokens(text, out string? normalized);
            Assert.Null(normalized);
            Assert.Equal(expected, tokenizer.EncodeToIds(text));
            Assert.Equal(expected, tokenizer.EncodeToIds(text.AsSpan()));
            Assert.Equal(expected, tokens.Select(token => token.Id));
            Assert.Equal(expected.Select(s_tokenizer.IdToToken), tokens.Select(token => token.Value));
            Assert.Equal(expected.Length, tokenizer.CountTokens(text));
        }
    }

    [Fact]
    public void Offsets_of_the_base_type_are_UTF16_indices_into_the_original_text()
    {
        const string Text = "😀 B\u0301é\u0301 [SEP]";
        IReadOnlyList<EncodedToken> tokens = s_tokenizer.EncodeToTokens(Text, out _);
        Assert.Equal(["😀", "B\u0301é", "[SEP]"], tokens.Select(token => Text[token.Offset]));
        Assert.Equal("be", s_tokenizer.Decode([.. tokens.Skip(1).SkipLast(1).Select(token => token.Id)]));
    }

    [Fact]
    public void A_limit_on_the_ids_tells_how_much_of_the_text_they_cover()
    {
        Assert.Equal([14477, 20961], s_tokenizer.EncodeToIds("unaffable text", 2, out string? normalized, out int consumed));
        Assert.Null(normalized);
        Assert.Equal("unaffa".Length, consumed);
        Assert.Equal(4, s_tokenizer.EncodeToIds("unaffable text ", 9, out _, out consumed).Count);
        Assert.Equal("unaffable text ".Length, consumed);
        Assert.Equal(3, s_tokenizer.GetIndexByTokenCount("unaffable text", 1, out _, out int count));
        Assert.Equal(1, count);
        Assert.Equal("unaffa".Length, s_tokenizer.GetIndexByTokenCountFromEnd("unaffable text", 2, out _, out count));
        Assert.Equal(2, count);
        Assert.Equal(0, s_tokenizer.GetIndexByTokenCountFromEnd(" unaffable", 5, out _, out count));
        Assert.Equal(3, count);
    }

    [Fact]
    public void Normalization_and_splitting_can_be_left_out()
    {
        Assert.Equal([100], s_tokenizer.EncodeToIds("Hello", considerNormalization: false));
        Assert.Equal([7592], s_tokenizer.EncodeToIds("hello", considerNormalization: false));
        Assert.Equal([100], s_tokenizer.EncodeToIds("hello world", considerPreTokenization: false));
    }

    // A loop, as xunit cannot tell such texts apart as the data of a theory.
    [Fact]
    public void Half_a_surrogate_pair_is_removed_as_U_FFFD_is()
    {
        foreach (string text in new[] { "a\uD800b", "a\uDC00b", "a\uDC00\uD800b", "\uD83Dab", "ab\uD83D" })
        {
            Assert.Equal([11113], s_tokenizer.EncodeToIds(text));
            Assert.NotEmpty(s_tokenizer.EncodeToIds(text, considerNormalization: false));
            EncodedInput input = new InputEncoder(s_tokenizer, 8, TruncationStrategy.LongestFirst).EncodeWithOffsets(text, text);
            Assert.Equal([101, 11113, 102, 11113, 102], input.InputIds.ToArray());
        }
    }

    [Fact]
    public void A_word_of_a_hundred_code_points_is_spelled_and_a_longer_one_is_unknown()
    {
        string deseret = new StringBuilder().Insert(0, "𐐨", 100).ToString();
        Assert.Equal([100], s_tokenizer.EncodeToIds(deseret + "𐐨"));
        Assert.Equal([100], s_tokenizer.EncodeToIds(new string('x', 101)));
        Assert.True(s_tokenizer.EncodeToIds(new string('x', 100)).Count > 1);
        Assert.True(s_tokenizer.EncodeToIds(new string('é', 100)).Count > 1);
    }

    [Fact]
    public void A_million_marks_in_descending_order_take_no_quadratic_time()
    {
        string marks = "a" + string.Concat(Enumerable.Repeat("\u0345\u0301\u302E\u0323", 250_000));
        Assert.Equal([100], s_tokenizer.EncodeToIds(marks));
    }

    [Fact]
    public void Decoding_joins_pieces_and_leaves_out_blanks_before_punctuation()
    {
        int[] ids = [101, 7592, 1010, 14477, 20961, 3468, 2088, 999, 102, 9_999_999, -1];
        Assert.Equal("[CLS] hello, unaffable world! [SEP]", s_tokenizer.Decode(ids));
        Assert.Equal("hello, unaffable world!", s_tokenizer.Decode(ids, skipSpecialTokens: true));
        Assert.Equal(string.Empty, s_tokenizer.Decode([]));
    }

    [Fact]
    public void Decoding_into_a_span_stops_where_it_is_full()
    {
        int[] ids = [14477, 20961, 3468, 2088];
        Span<char> room = stackalloc char[64];
        Assert.Equal(OperationStatus.Done, s_tokenizer.Decode(ids, room, out int consumed, out int written));
        Assert.Equal((4, "unaffable world"), (consumed, room[..written].ToString()));
        Assert.Equal(OperationStatus.DestinationTooSmall, s_tokenizer.Decode(ids, room[..10], out consumed, out written));
        Assert.Equal((3, "unaffable"), (consumed, room[..written].ToString()));
    }

    [Fact]
    public void Special_ids_and_the_size_are_those_of_the_vocabulary()
    {
        Assert.Equal((101, 102, 0, 100, 103), (s_tokenizer.ClassificationTokenId, s_tokenizer.SeparatorTokenId, s_tokenizer.PaddingTokenId, s_tokenizer.UnknownTokenId, s_tokenizer.MaskTokenId));
        Assert.Equal(30522, s_tokenizer.VocabularySize);
        Assert.True(s_tokenizer.TryGetId("##ing", out int id));
        Assert.Equal("##ing", s_tokenizer.IdToToken(id));
        Assert.False(s_tokenizer.TryGetId("no such token", out _));
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (int i = random.Next(1, 30); i > 0; i--)
        {
            switch (random.Next(5))
            {
                case 0: text.Append(s_tokenizer.IdToToken(random.Next(1000, 30522))); break;
                case 1: text.Append(' '); break;
                case 2: text.Append((char)random.Next(0x20, 0x7F)); break;
                case 3: text.Append((char)random.Next(0, 0x3000)); break;
                default: text.Append((char)random.Next(0x10000)); break;
            }
        }

        return text.ToString();
    }
}
