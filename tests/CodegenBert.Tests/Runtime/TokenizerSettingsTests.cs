using System.Text.Json;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Runtime;

/// <summary>What a spec says of the tokenizer changes the ids, and goes with the model.</summary>
public sealed class TokenizerSettingsTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private const int Unknown = 1, Separator = 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Lowercase_overrules_the_encoder(bool? lowercase, bool unknown) =>
        Assert.Equal(unknown, Ids(new() { Lowercase = lowercase }, "Good film").Contains(Unknown));

    [Theory]
    [InlineData(SpecialTokensInText.AsSpecial, 2)]
    [InlineData(SpecialTokensInText.AsText, 1)]
    public void A_separator_in_a_text_is_what_the_spec_says(SpecialTokensInText reading, int separators) =>
        Assert.Equal(separators, Ids(new() { SpecialTokensInText = reading }, "good [SEP] film").Count(id => id == Separator));

    [Theory]
    [InlineData(TruncationStrategy.LongestFirst, "good great | bad awful poor")]
    [InlineData(TruncationStrategy.OnlyFirst, "good | bad awful poor grim")]
    [InlineData(TruncationStrategy.OnlySecond, "good great fine lovely | bad")]
    public void The_text_that_is_cut_is_the_specs(TruncationStrategy truncation, string kept)
    {
        TaskDefinition task = TinyTask.Sentiment() with { Input = new("first", "second"), Tokenizer = new() { MaxLength = 8, Truncation = truncation } };
        TokenizerRuntime tokenizer = TokenizerRuntime.Load(task, encoder.Folder);

        TokenizedInput input = tokenizer.Encode(new("good great fine lovely", "bad awful poor grim"));

        Assert.True(input.Truncated);
        Assert.Equal(kept, string.Join(" | ", tokenizer.Decode(input.InputIds, skipSpecialTokens: false).Replace("[CLS]", "", StringComparison.Ordinal).Split("[SEP]", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void A_row_that_cannot_be_cut_is_named_before_training()
    {
        TaskDefinition task = TinyTask.Sentiment() with { Input = new("first", "second"), Tokenizer = new() { MaxLength = 6, Truncation = TruncationStrategy.OnlySecond } };
        LabeledTexts[] rows = [new(new("good", "film"), RowTarget.Label(1), new("a.tsv", 2)), new(new("good great fine lovely bright", "bad"), RowTarget.Label(0), new("a.tsv", 3))];

        string message = Assert.Throws<DataFileException>(() => TrainerRuntime.Train(task, rows, null, TinyTask.Options(encoder))).Message;

        Assert.Equal("a.tsv:3: The pair is 3 ids too long, and the second text, the only one that may be cut, has 1: one must remain. Use LongestFirst or a larger maximal length.", message);
    }

    [Fact]
    public void A_task_must_cut() => Assert.Throws<ArgumentOutOfRangeException>(() => new TokenizerSettings { Truncation = TruncationStrategy.None });

    [Fact]
    public void The_saved_tokenizer_says_to_Python_what_the_spec_says_and_keeps_the_rest()
    {
        Save(new TokenizerSettings { MaxLength = 32, Lowercase = false, SpecialTokensInText = SpecialTokensInText.AsText }, """{ "tokenizer_class": "BertTokenizer", "do_lower_case": true, "model_max_length": 512 }""");
        using JsonDocument saved = JsonDocument.Parse(File.ReadAllBytes(_folder["model", "tokenizer_config.json"]));

        Assert.Equal(
            """{"tokenizer_class":"BertTokenizer","model_max_length":512,"do_lower_case":false,"split_special_tokens":true}""",
            JsonSerializer.Serialize(saved));
    }

    [Fact]
    public void Where_the_spec_says_nothing_the_encoders_file_is_kept_byte_for_byte()
    {
        const string encoders = """{ "do_lower_case"  : true }""";
        Save(new TokenizerSettings { MaxLength = 32 }, encoders);

        Assert.Equal(encoders, File.ReadAllText(_folder["model", "tokenizer_config.json"]));
    }

    [Theory]
    [InlineData("tokenizer.lowercase is true in the spec and auto in the model")]
    [InlineData("tokenizer.special_tokens_in_text is as_text in the spec and as_special in the model")]
    [InlineData("tokenizer.truncation is only_first in the spec and longest_first in the model")]
    public void A_model_of_other_settings_is_refused(string difference)
    {
        TokenizerSettings settings = new() { MaxLength = 32 };
        Save(settings, "{}");
        TokenizerSettings other = difference.Split(' ')[0] switch
        {
            "tokenizer.lowercase" => settings with { Lowercase = true },
            "tokenizer.truncation" => settings with { Truncation = TruncationStrategy.OnlyFirst },
            _ => settings with { SpecialTokensInText = SpecialTokensInText.AsText },
        };

        string message = Assert.Throws<TaskMismatchException>(() => ClassifierRuntime.Load(TinyTask.Sentiment() with { Tokenizer = other }, _folder["model"])).Message;

        Assert.Contains($": {difference}. Train it again", message, StringComparison.Ordinal);
    }

    private void Save(TokenizerSettings settings, string encodersFile)
    {
        TinyEncoder.Write(_folder["encoder"]);
        File.WriteAllText(_folder["encoder", "tokenizer_config.json"], encodersFile);
        using TrainingOutcome outcome = TrainerRuntime.Train(
            TinyTask.Sentiment(new FreezePlan(FreezeKind.All)) with { Tokenizer = settings }, TinyTask.Rows(8, seed: 1), null, TinyTask.Options(encoder) with { EncoderPath = _folder["encoder"], Epochs = 1 });
        outcome.Classifier.Save(_folder["model"]);
    }

    private IReadOnlyList<int> Ids(TokenizerSettings settings, string text) =>
        TokenizerRuntime.Load(TinyTask.Sentiment() with { Tokenizer = settings }, encoder.Folder).Encode(new(text)).InputIds;
}
