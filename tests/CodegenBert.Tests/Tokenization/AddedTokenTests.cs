using System.Text.Json;
using System.Text.Json.Nodes;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Tokenization;
using CodegenBert.Training;

namespace CodegenBert.Tests.Tokenization;

/// <summary>Tokens that were added to a vocabulary are found as Hugging Face's tokenizers find them, whichever file names them.</summary>
public sealed class AddedTokenTests : IDisposable
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_rule_gives_the_ids_and_offsets_of_Hugging_Face()
    {
        int texts = 0;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Tokenization", "added-tokens", "cases.jsonl")))
        {
            JsonNode data = JsonNode.Parse(line)!;
            JsonObject pipeline = TokenizerPipeline.Of([.. data["vocabulary"]!.AsArray().Select(token => token!.GetValue<string>())], data["lowercase"]!.GetValue<bool>());
            pipeline["added_tokens"] = data["added_tokens"]!.DeepClone();
            File.WriteAllText(_folder["tokenizer.json"], pipeline.ToJsonString());
            InputEncoder encoder = Encoder();
            foreach (JsonNode? row in data["texts"]!.AsArray())
            {
                string text = row!["text"]!.GetValue<string>();
                EncodedInput encoded = encoder.EncodeWithOffsets(text);
                string Shown(IEnumerable<int> ids, IEnumerable<int> offsets) => $"{data["added_tokens"]!.ToJsonString()} {JsonSerializer.Serialize(text)}: {TokenizerKit.Join(ids)}; {TokenizerKit.Join(offsets)}";

                Assert.Equal(
                    Shown(row["ids"].Deserialize<int[]>()!, row["offsets"].Deserialize<int[]>()!),
                    Shown(encoded.InputIds.ToArray(), encoded.Offsets.ToArray().SelectMany(range => (int[])[range.Start, range.End])));
                texts++;
            }
        }

        Assert.InRange(texts, 200, int.MaxValue);
    }

    [Theory]
    [InlineData(SpecialTokensInText.AsSpecial, new[] { 2, 6, 7, 6, 3 })]
    [InlineData(SpecialTokensInText.AsText, new[] { 2, 6, 1, 6, 3 })]
    public void As_text_special_ones_are_read_as_text_and_others_as_before(SpecialTokensInText reading, int[] ids)
    {
        WriteVocabulary("good");
        var options = new BertWordPieceOptions { SpecialTokensInText = reading, AddedTokens = [new("Covid", 6) { IsSpecial = false, IsNormalized = true }, new("ent", 7)] };
        var encoder = new InputEncoder(BertWordPieceTokenizer.Create(_folder["vocab.txt"], options), 16, TruncationStrategy.LongestFirst);

        Assert.Equal(ids, encoder.Encode("COVID ent covid").InputIds.ToArray());
    }

    [Fact]
    public void The_configuration_has_them_with_their_rules()
    {
        WriteVocabulary("good", "bad");
        File.WriteAllText(_folder["tokenizer_config.json"], """
            {
              "mask_token": { "content": "[MASK]", "lstrip": true },
              "added_tokens_decoder": { "7": { "content": "Covid", "special": false }, "8": { "content": "<e>", "normalized": false, "special": true } },
              "additional_special_tokens": ["<e>", "bad"]
            }
            """);

        Assert.Equal([2, 5, 7, 5, 8, 6, 3], Ids("goodCOVIDgood<e>bad"));
        Assert.Equal(new CodePointRange(4, 11), Encoder().EncodeWithOffsets("good [MASK]").Offsets.Span[2]); // with the space before it
        Assert.Equal("good Covid", Encoder().Tokenizer.Decode([5, 8, 7], skipSpecialTokens: true));
    }

    [Fact]
    public void Older_models_have_them_in_files_of_their_own()
    {
        WriteVocabulary("good", "bad");
        File.WriteAllText(_folder["tokenizer_config.json"], """{ "do_lower_case": true }""");
        File.WriteAllText(_folder["added_tokens.json"], """{ "Covid": 7, "<E>": 8 }""");
        File.WriteAllText(_folder["special_tokens_map.json"], """{ "cls_token": "bad", "additional_special_tokens": ["<E>"] }""");

        Assert.Equal([6, 5, 7, 5, 8, 1, 1, 1, 3], Ids("goodCOVIDgood<E><e>"));
    }

    [Fact]
    public void They_are_not_asked_where_the_configuration_lists_its_tokens()
    {
        WriteVocabulary("good");
        File.WriteAllText(_folder["tokenizer_config.json"], """{ "added_tokens_decoder": {} }""");
        File.WriteAllText(_folder["added_tokens.json"], """{ "good": "no id" }""");
        File.WriteAllText(_folder["special_tokens_map.json"], """{ "cls_token": "<s>" }""");

        Assert.Equal([2, 5, 3], Ids("good"));
    }

    [Theory]
    [InlineData("added_tokens.json", """{ "x": "6" }""", "the token x has no id")]
    [InlineData("added_tokens.json", """[]""", "the file is not a JSON object")]
    [InlineData("added_tokens.json", """{ "x": 1 }""", "the added token \"x\" has id 1, where the vocabulary has another token")]
    [InlineData("special_tokens_map.json", """{ "sep_token": "</s>" }""", "no line is the special token \"</s>\"")]
    [InlineData("special_tokens_map.json", """{ "additional_special_tokens": ["<e>"] }""", "no line is the special token \"<e>\"")]
    [InlineData("special_tokens_map.json", """{ "additional_special_tokens": 7 }""", "`additional_special_tokens` is not a list of tokens")]
    [InlineData("special_tokens_map.json", """{ "mask_token": { "content": "[MASK]", "lstrip": 1 } }""", "has the token [MASK] with lstrip, which is neither true nor false")]
    [InlineData("special_tokens_map.json", """{ "mask_token": "\ud800" }""", "not valid Unicode")]
    public void What_cannot_be_followed_is_refused_with_the_reason(string file, string json, string reason)
    {
        WriteVocabulary("good");
        File.WriteAllText(_folder[file], json);

        Assert.Contains(reason, Assert.Throws<TokenizerFileException>(Encoder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void They_go_with_a_saved_model()
    {
        TinyEncoder.Write(_folder["encoder"], embeddings: 5 + TinyEncoder.Words.Count + 2);
        File.WriteAllText(_folder["encoder", "added_tokens.json"], $$"""{ "<E>": {{5 + TinyEncoder.Words.Count}} }""");
        File.WriteAllText(_folder["encoder", "special_tokens_map.json"], """{ "additional_special_tokens": ["<E>"] }""");
        TrainerRuntime.Train(TinyTask.Sentiment(), TinyTask.Rows(16, seed: 1), null, new TinyOptions(new TrainingDefaults { Epochs = 1 }) { EncoderPath = _folder["encoder"], OutputFolder = _folder["model"] }).Dispose();

        Assert.Contains(5 + TinyEncoder.Words.Count, BertWordPieceTokenizer.Load(_folder["encoder"]).EncodeToIds("good<E>film"));
        Assert.Equal(BertWordPieceTokenizer.Load(_folder["encoder"]).EncodeToIds("good<E>film"), BertWordPieceTokenizer.Load(_folder["model"]).EncodeToIds("good<E>film"));
    }

    [Fact]
    public void One_of_which_normalisation_leaves_nothing_is_never_found()
    {
        WriteVocabulary("a");
        File.WriteAllText(_folder["added_tokens.json"], """{ "\u0301": 6 }""");

        Assert.Equal([2, 5, 3], Ids("a\u0301"));
    }

    [Fact]
    public void More_than_any_model_has_are_refused()
    {
        WriteVocabulary("good");
        File.WriteAllText(_folder["added_tokens.json"], $"{{ {string.Join(", ", Enumerable.Range(0, 70_000).Select(i => $"\"t{i}\": {6 + i}"))} }}");

        Assert.Contains("there are 70000 added tokens", Assert.Throws<TokenizerFileException>(Encoder).Message, StringComparison.Ordinal);
    }

    private InputEncoder Encoder() => new(BertWordPieceTokenizer.Load(_folder.Path), 64, TruncationStrategy.LongestFirst);

    private int[] Ids(string text) => Encoder().Encode(text).InputIds.ToArray();

    private void WriteVocabulary(params string[] words) => File.WriteAllLines(_folder["vocab.txt"], [.. Special, .. words]);
}
