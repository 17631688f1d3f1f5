using System.Text.Json;
using System.Text.Json.Nodes;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Tokenization;

namespace CodegenBert.Tests.Tokenization;

/// <summary><c>tokenizer.json</c>: the same ids as <c>vocab.txt</c>, and any other pipeline refused by name.</summary>
public sealed class TokenizerJsonTests : IDisposable
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_gives_the_ids_of_Hugging_Face_for_the_uncased_vocabulary() => AssertIds(TokenizerKit.Uncased, TokenizerKit.UncasedVocabulary, lowercase: true);

    [SharedDataTheory]
    [InlineData(TokenizerKit.Cased)]
    [InlineData(TokenizerKit.Multilingual)]
    [InlineData(TokenizerKit.Chinese)]
    public void It_gives_the_ids_of_Hugging_Face_for_other_vocabularies(string name) =>
        AssertIds(name, SharedData.PathOf("vocab", name, "vocab.txt"), lowercase: name == TokenizerKit.Chinese);

    [Fact]
    public void A_template_and_BERTs_own_processor_say_the_same()
    {
        Write(Pipeline().With("post_processor", JsonNode.Parse("""{ "type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2] }""")));

        Assert.Equal([2, 5, 3], Ids("good"));
    }

    [Fact]
    public void It_wins_over_a_vocabulary_beside_it_and_the_configuration_wins_over_its_settings()
    {
        Write(Pipeline());
        File.WriteAllLines(_folder["vocab.txt"], [.. Special, "other"]);
        Assert.Equal([2, 5, 3], Ids("GOOD"));

        File.WriteAllText(_folder["tokenizer_config.json"], """{ "do_lower_case": false }""");
        Assert.Equal([2, 1, 3], Ids("GOOD"));
    }

    [Fact]
    public void Its_added_tokens_are_special()
    {
        Write(Pipeline().With("added_tokens", JsonNode.Parse("""[{ "id": 7, "content": "[ENT]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true }]""")));

        Assert.Equal([2, 5, 7, 5, 3], Ids("good[ENT]good"));
    }

    [Fact]
    public void Its_truncation_and_padding_are_not_the_tasks()
    {
        Write(Pipeline().With("truncation", JsonNode.Parse("""{ "max_length": 3, "stride": 0, "strategy": "LongestFirst", "direction": "Right" }""")).With("padding", JsonNode.Parse("""{ "strategy": { "Fixed": 9 } }""")));

        Assert.Equal([2, 5, 5, 5, 3], Ids("good good good"));
    }

    public static TheoryData<string, string, string> Others => new()
    {
        { "model", """{ "type": "BPE", "vocab": {} }""", "`model` is BPE; WordPiece is supported" },
        { "model", "null", "`model` is missing; WordPiece is supported" },
        { "model", """{ "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "@@", "max_input_chars_per_word": 100, "vocab": {} }""", "`model.continuing_subword_prefix` is \"@@\"; \"##\" is supported" },
        { "model", """{ "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 50, "vocab": {} }""", "`model.max_input_chars_per_word` is 50; 100 is supported" },
        { "model", """{ "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": [] }""", "`model.vocab` is not an object" },
        { "model", """{ "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": { "a": 0, "b": 0 } }""", "`model.vocab` has the id 0 twice, for a and for b" },
        { "model", """{ "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": { "a": 2000000000 } }""", "`model.vocab` has 1 tokens and a highest id of 2000000000" },
        { "model", """{ "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": { "a": -1 } }""", "`model.vocab` has the token a without an id" },
        { "normalizer", """{ "type": "Lowercase" }""", "`normalizer` is Lowercase; BertNormalizer is supported" },
        { "normalizer", """{ "type": "BertNormalizer", "clean_text": false }""", "`normalizer.clean_text` is false; true is supported" },
        { "pre_tokenizer", """{ "type": "Whitespace" }""", "`pre_tokenizer` is Whitespace; BertPreTokenizer is supported" },
        { "post_processor", "null", "`post_processor` is missing" },
        { "post_processor", """{ "type": "RobertaProcessing" }""", "`post_processor` is RobertaProcessing" },
        { "post_processor", """{ "type": "TemplateProcessing", "single": [{ "Sequence": { "id": "A", "type_id": 0 } }], "pair": [] }""", "`post_processor` puts other tokens around the texts" },
        { "added_tokens", """[{ "id": 7, "content": "x", "special": 1 }]""", "`added_tokens` has the token x with special, which is neither true nor false" },
        { "added_tokens", """[{ "id": -7, "content": "x", "special": true }]""", "`added_tokens` has the token x without an id" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Another_pipeline_is_refused_by_name(string key, string value, string cause)
    {
        Write(Pipeline().With(key, JsonNode.Parse(value)));
        string message = Assert.Throws<TokenizerFileException>(() => BertWordPieceTokenizer.Load(_folder.Path)).Message;

        Assert.StartsWith(_folder["tokenizer.json"], message, StringComparison.Ordinal);
        Assert.Contains(cause, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"model\": ")]
    [InlineData("{ \"model\": 1, \"model\": 2 }")]
    [InlineData("{ \"model\": { \"type\": \"\\ud800\" } }")]
    public void A_broken_file_is_refused_by_name(string text)
    {
        File.WriteAllText(_folder["tokenizer.json"], text);

        Assert.StartsWith(_folder["tokenizer.json"], Assert.Throws<TokenizerFileException>(() => BertWordPieceTokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    [InlineData(false)]
    public void An_encoder_with_nothing_else_is_trained_and_saved_with_the_settings_of_the_task(bool? lowercase)
    {
        TinyEncoder.Write(_folder["encoder"]);
        File.Delete(_folder["encoder", "vocab.txt"]);
        File.Delete(_folder["encoder", "tokenizer_config.json"]);
        File.WriteAllText(_folder["encoder", "tokenizer.json"], TokenizerPipeline.Of([.. Special, .. TinyEncoder.Words], lowercase: true).ToJsonString());
        TaskDefinition task = TinyTask.Sentiment() with { Tokenizer = new TokenizerSettings { MaxLength = 32, Lowercase = lowercase } };
        using TrainingOutcome outcome = TrainerRuntime.Train(task, TinyTask.Rows(16, seed: 1), null, new TinyOptions(new TrainingDefaults { Epochs = 1 }) { EncoderPath = _folder["encoder"], OutputFolder = _folder["model"] });
        using ClassifierRuntime loaded = ClassifierRuntime.Load(task, _folder["model"]);

        foreach (string text in (string[])["good FILM", "GOOD film"])
        {
            Assert.Equal(outcome.Classifier.Predict(new(text)).Values, loaded.Predict(new(text)).Values);
        }

        Assert.Equal(lowercase ?? true, BertWordPieceTokenizer.Load(_folder["model"]).Options.LowerCase);
        Assert.Equal(lowercase ?? true, JsonNode.Parse(File.ReadAllBytes(_folder["model", "tokenizer.json"]))!["normalizer"]!["lowercase"]!.GetValue<bool>());
    }

    private int[] Ids(string text) => new InputEncoder(BertWordPieceTokenizer.Load(_folder.Path), 64, TruncationStrategy.LongestFirst).Encode(text).InputIds.ToArray();

    private void Write(JsonObject pipeline) => File.WriteAllText(_folder["tokenizer.json"], pipeline.ToJsonString());

    private void AssertIds(string name, string vocabulary, bool lowercase)
    {
        Write(TokenizerPipeline.Of(File.ReadAllText(vocabulary).TrimEnd('\n').Split('\n'), lowercase));
        var tokenizer = BertWordPieceTokenizer.Load(_folder.Path);
        var encoder = new InputEncoder(tokenizer, 2, TruncationStrategy.None);
        int rows = 0;
        foreach (JsonElement row in TokenizerKit.Read(name, "singles"))
        {
            Assert.Equal(TokenizerKit.Join(row.GetProperty("input_ids").Ints()), TokenizerKit.Join(encoder.Encode(row.Text("text")).InputIds.ToArray()));
            rows++;
        }

        foreach (JsonElement row in TokenizerKit.Read(name, "pairs").Where(row => row.Text("truncation") == "none"))
        {
            Assert.Equal(row.GetProperty("input_ids").Ints(), encoder.Encode(row.Text("first"), row.TextOrNull("second")).InputIds.ToArray());
        }

        Assert.InRange(rows, 1000, int.MaxValue);
    }

    private static JsonObject Pipeline() => TokenizerPipeline.Of([.. Special, "good", "bad"], lowercase: true);
}

internal static class JsonEditing
{
    public static JsonObject With(this JsonObject json, string key, JsonNode? value)
    {
        json[key] = value;
        return json;
    }
}
