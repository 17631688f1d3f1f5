using System.Text.Json;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;

namespace CodegenBert.Tests.Tokenization;

public class ConformanceTests
{
    [Fact]
    public void Uncased_singles_have_the_ids_and_offsets_of_Hugging_Face() => AssertSingles(TokenizerKit.Uncased, 3373);

    [SharedDataTheory]
    [InlineData(TokenizerKit.Cased)]
    [InlineData(TokenizerKit.Multilingual)]
    [InlineData(TokenizerKit.Chinese)]
    public void Singles_of_other_vocabularies_have_the_ids_of_Hugging_Face(string name) => AssertSingles(name, 1123);

    [Fact]
    public void Uncased_pairs_are_truncated_as_by_Hugging_Face() => AssertPairs(TokenizerKit.Uncased, 500);

    [SharedDataTheory]
    [InlineData(TokenizerKit.Cased)]
    [InlineData(TokenizerKit.Multilingual)]
    [InlineData(TokenizerKit.Chinese)]
    public void Pairs_of_other_vocabularies_are_truncated_as_by_Hugging_Face(string name) => AssertPairs(name, 100);

    [Fact]
    public void Special_tokens_in_a_text_are_read_as_special_or_as_text_as_the_options_say()
    {
        var asText = BertWordPieceTokenizer.Create(
            TokenizerKit.UncasedVocabulary,
            new BertWordPieceOptions { SpecialTokensInText = SpecialTokensInText.AsText });
        foreach (JsonElement row in TokenizerKit.Read(TokenizerKit.Uncased, "special-as-text"))
        {
            KitTable.Same("tokenizer, special tokens as special or text", TokenizerKit.Join(row.GetProperty("as_special").Ints()), TokenizerKit.Join(Encode(TokenizerKit.UncasedTokenizer, row.Text("text"))));
            KitTable.Same("tokenizer, special tokens as special or text", TokenizerKit.Join(row.GetProperty("as_text").Ints()), TokenizerKit.Join(Encode(asText, row.Text("text"))));
        }
    }

    [Fact]
    public void Long_texts_are_read_by_the_windows_of_Hugging_Face()
    {
        int several = 0;
        foreach (JsonElement row in TokenizerKit.Read(TokenizerKit.Uncased, "windows"))
        {
            var encoder = new InputEncoder(TokenizerKit.UncasedTokenizer, row.GetProperty("max_length").GetInt32(), TruncationStrategy.LongestFirst);
            IReadOnlyList<EncodedInput> windows = encoder.EncodeWindows(row.Text("first"), row.TextOrNull("second"), row.GetProperty("stride").GetInt32());

            KitTable.Same(
                "tokenizer, windows",
                string.Join(" | ", row.GetProperty("windows").EnumerateArray().Select(window => TokenizerKit.Join(window.Ints()))),
                string.Join(" | ", windows.Select(window => TokenizerKit.Join(window.InputIds.ToArray()))));
            Assert.All(windows, window => Assert.False(window.Truncated));
            several += windows.Count > 1 ? 1 : 0;
        }

        Assert.InRange(several, 10, int.MaxValue);
    }

    private static int[] Encode(BertWordPieceTokenizer tokenizer, string text) =>
        new InputEncoder(tokenizer, 2, TruncationStrategy.None).Encode(text).InputIds.ToArray();

    private static void AssertSingles(string name, int rows)
    {
        var encoder = new InputEncoder(TokenizerKit.TokenizerOf(name), 2, TruncationStrategy.None);
        int count = 0;
        foreach (JsonElement row in TokenizerKit.Read(name, "singles"))
        {
            count++;
            EncodedInput input = encoder.EncodeWithOffsets(row.Text("text"));
            string place = $"{name} row {count}: {row.Text("text")}\n";
            KitTable.Same($"tokenizer {name}, singles", place + TokenizerKit.Join(row.GetProperty("input_ids").Ints()), place + TokenizerKit.Join(input.InputIds.ToArray()));
            Assert.All(input.TokenTypeIds.ToArray(), type => Assert.Equal(0, type));
            Assert.False(input.Truncated);
            if (row.TryGetProperty("offsets", out JsonElement offsets))
            {
                IEnumerable<int> flat = input.Offsets.ToArray().SelectMany(range => new[] { range.Start, range.End });
                KitTable.Same($"tokenizer {name}, offsets", place + TokenizerKit.Join(offsets.Ints()), place + TokenizerKit.Join(flat));
            }
        }

        Assert.True(Kit.IsAnother || rows == count, $"{count} rows instead of {rows}");
    }

    // With the theories above: the ids depend on neither ICU nor its data, for there is none in this process.
    [Fact]
    public void The_tests_run_without_ICU() =>
        Assert.True(AppContext.TryGetSwitch("System.Globalization.Invariant", out bool isInvariant) && isInvariant);

    private static void AssertPairs(string name, int rows)
    {
        BertWordPieceTokenizer tokenizer = TokenizerKit.TokenizerOf(name);
        int count = 0;
        foreach (JsonElement row in TokenizerKit.Read(name, "pairs"))
        {
            count++;
            TruncationStrategy strategy = row.Text("truncation") switch
            {
                "none" => TruncationStrategy.None,
                "longest_first" => TruncationStrategy.LongestFirst,
                "only_first" => TruncationStrategy.OnlyFirst,
                "only_second" => TruncationStrategy.OnlySecond,
                string other => throw new InvalidDataException(other),
            };
            int maxLength = row.GetProperty("max_length") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : 2;
            var encoder = new InputEncoder(tokenizer, maxLength, strategy);
            string first = row.Text("first");
            string? second = row.TextOrNull("second");
            if (row.TryGetProperty("error", out _))
            {
                KitTable.Refused<TruncationException>($"tokenizer {name}, pairs", () => encoder.Encode(first, second));
                continue;
            }

            EncodedInput input = encoder.Encode(first, second);
            KitTable.Same(
                $"tokenizer {name}, pairs",
                $"{TokenizerKit.Join(row.GetProperty("input_ids").Ints())} | {TokenizerKit.Join(row.GetProperty("token_type_ids").Ints())}",
                $"{TokenizerKit.Join(input.InputIds.ToArray())} | {TokenizerKit.Join(input.TokenTypeIds.ToArray())}");
            int whole = new InputEncoder(tokenizer, 2, TruncationStrategy.None).Encode(first, second).Length;
            Assert.Equal(whole > input.Length, input.Truncated);
        }

        Assert.True(Kit.IsAnother || rows == count, $"{count} rows instead of {rows}");
    }
}
