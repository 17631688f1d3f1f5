using System.Text;
using CodegenBert.Tokenization;

namespace CodegenBert.Tests.Tokenization;

public sealed class TokenizerFileTests : IDisposable
{
    private const string Special = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenizer-files");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_may_end_as_on_any_system(string newLine)
    {
        BertWordPieceTokenizer tokenizer = Load((Special + "a\n##b").ReplaceLineEndings(newLine));
        Assert.Equal([5, 6], tokenizer.EncodeToIds("ab"));
        Assert.Equal(7, tokenizer.VocabularySize);
    }

    [Fact]
    public void Of_equal_lines_the_last_gives_the_id_and_an_empty_line_takes_one()
    {
        BertWordPieceTokenizer tokenizer = Load(Special + "a\n\nb\na\n");
        Assert.Equal([8, 7], tokenizer.EncodeToIds("a b"));
        Assert.Equal("a", tokenizer.Decode([5, 8]));
        Assert.Equal(9, tokenizer.VocabularySize);
    }

    [Fact]
    public void A_line_separator_of_Unicode_does_not_end_a_line() =>
        Assert.Equal([6], Load(Special + "\u2028\na\n").EncodeToIds("a"));

    [Fact]
    public void A_byte_order_mark_is_refused()
    {
        TokenizerFileException e = Refused("\uFEFF" + Special);
        Assert.Equal(1, e.Line);
        Assert.Contains("byte order mark", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[PAD]", "pad_token")]
    [InlineData("[UNK]", "unk_token")]
    [InlineData("[CLS]", "cls_token")]
    [InlineData("[SEP]", "sep_token")]
    [InlineData("[MASK]", "mask_token")]
    public void A_missing_special_token_is_refused_by_name(string token, string key)
    {
        TokenizerFileException e = Refused(Special.Replace(token, "x", StringComparison.Ordinal));
        Assert.Contains(token, e.Message, StringComparison.Ordinal);
        Assert.Contains(key, e.Message, StringComparison.Ordinal);
        Assert.Contains(PathOf("vocab.txt"), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_not_UTF8_is_refused_with_its_number()
    {
        File.WriteAllBytes(PathOf("vocab.txt"), [.. Encoding.UTF8.GetBytes(Special), 0xC3, 0x28, 0x0A]);
        var e = Assert.Throws<TokenizerFileException>(() => BertWordPieceTokenizer.Load(_folder.FullName));
        Assert.Equal((PathOf("vocab.txt"), 6), (e.File, e.Line));
    }

    [Fact]
    public void A_file_that_is_no_vocabulary_is_refused_before_it_fills_the_memory()
    {
        Assert.Contains("no vocabulary", Refused(Special + new string('x', 5000)).Message, StringComparison.Ordinal);
        using (FileStream stream = File.Create(PathOf("vocab.txt")))
        {
            stream.SetLength((64 << 20) + 1);
        }

        Assert.Contains("bytes", Assert.Throws<TokenizerFileException>(() => BertWordPieceTokenizer.Load(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_added_token_is_refused()
    {
        File.WriteAllText(PathOf("vocab.txt"), Special);
        var options = new BertWordPieceOptions { AddedTokens = [new AddedToken(string.Empty, 7)] };
        Assert.Throws<TokenizerFileException>(() => BertWordPieceTokenizer.Create(PathOf("vocab.txt"), options));
    }

    [Fact]
    public void A_missing_vocabulary_is_refused_with_its_path()
    {
        var e = Assert.Throws<TokenizerFileException>(() => BertWordPieceTokenizer.Load(PathOf("nowhere")));
        Assert.Contains("vocab.txt", e.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<CodegenBertException>(e);
        Assert.Throws<ArgumentNullException>(() => BertWordPieceTokenizer.Load(null!));
    }

    [Theory]
    [InlineData("{}", true, null, true)]
    [InlineData("""{ "do_lower_case": false, "strip_accents": true, "tokenize_chinese_chars": false }""", false, true, false)]
    [InlineData("""{ "do_lower_case": null, "strip_accents": false, "model_max_length": 1e30 }""", true, false, true)]
    public void The_configuration_sets_the_normaliser(string json, bool lowerCase, bool? stripAccents, bool chinese)
    {
        BertWordPieceOptions options = Load(Special, json).Options;
        Assert.Equal((lowerCase, stripAccents, chinese), (options.LowerCase, options.StripAccents, options.TokenizeChineseCharacters));
    }

    [Fact]
    public void The_configuration_names_the_special_tokens()
    {
        BertWordPieceTokenizer tokenizer = Load(
            "<pad>\n<unk>\n<s>\n</s>\na\n<e>\n",
            """
            {
              "pad_token": "<pad>", "unk_token": { "content": "<unk>", "lstrip": false }, "cls_token": "<s>", "sep_token": "</s>", "mask_token": null,
              "added_tokens_decoder": { "5": { "content": "<e>", "special": true }, "9": { "content": "<f>", "special": true } }
            }
            """);
        Assert.Equal([4, 5, 4, 9, 3], tokenizer.EncodeToIds("a<e>a<f></s>"));
        Assert.Null(tokenizer.MaskTokenId);
        Assert.Equal(10, tokenizer.VocabularySize);
        Assert.Equal("a a", tokenizer.Decode([2, 4, 5, 4, 9, 3], skipSpecialTokens: true));
    }

    [Theory]
    [InlineData("{ \"do_lower_case\": tru }", "line 1")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{ \"do_lower_case\": \"yes\" }", "do_lower_case")]
    [InlineData("{ \"cls_token\": 5 }", "cls_token")]
    [InlineData("{ \"cls_token\": \"\" }", "cls_token")]
    [InlineData("{ \"tokenizer_class\": \"RobertaTokenizer\" }", "RobertaTokenizer")]
    [InlineData("{ \"added_tokens_decoder\": { \"5\": { \"content\": \"\" } } }", "added_tokens_decoder.5")]
    [InlineData("{ \"added_tokens_decoder\": { \"5\": { \"content\": \"x\", \"special\": 0 } } }", "added_tokens_decoder.5")]
    [InlineData("{ \"added_tokens_decoder\": { \"4\": { \"content\": \"x\", \"special\": true } } }", "has id 4")]
    [InlineData("{ \"added_tokens_decoder\": { \"x\": { } } }", "added_tokens_decoder.x")]
    [InlineData("{ \"added_tokens_decoder\": { \"2147483647\": { \"content\": \"x\", \"special\": true } } }", "out of bounds")]
    [InlineData("{ \"cls_token\": \"\\ud800\" }", "not valid Unicode")]
    public void A_configuration_that_cannot_be_followed_is_refused_with_the_reason(string json, string reason)
    {
        TokenizerFileException e = Refused(Special, json);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.FullName, e.File, StringComparison.Ordinal);
    }

    private BertWordPieceTokenizer Load(string vocabulary, string? configuration = null)
    {
        File.WriteAllText(PathOf("vocab.txt"), vocabulary);
        if (configuration is not null)
        {
            File.WriteAllText(PathOf("tokenizer_config.json"), configuration);
        }

        return BertWordPieceTokenizer.Load(_folder.FullName);
    }

    private TokenizerFileException Refused(string vocabulary, string? configuration = null) =>
        Assert.Throws<TokenizerFileException>(() => Load(vocabulary, configuration));

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
