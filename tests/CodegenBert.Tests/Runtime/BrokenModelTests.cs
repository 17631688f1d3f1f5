using CodegenBert.Checkpoints;
using CodegenBert.Runtime;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Runtime;

/// <summary>A model folder with a file missing, cut or full of something else: one typed error that names the file.</summary>
public sealed class BrokenModelTests : IClassFixture<BrokenModelTests.SavedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BrokenModelTests(SavedModel saved)
    {
        foreach (string file in Directory.EnumerateFiles(saved.Folder))
        {
            File.Copy(file, _folder[Path.GetFileName(file)]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("head.safetensors")]
    [InlineData("config.json")]
    [InlineData("vocab.txt")]
    [InlineData("codegenbert.json")]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(_folder[file]);

        AssertNamed(file);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("head.safetensors")]
    [InlineData("config.json")]
    [InlineData("vocab.txt")]
    [InlineData("codegenbert.json")]
    [InlineData("tokenizer_config.json")]
    public void An_empty_file_is_named(string file)
    {
        File.WriteAllBytes(_folder[file], []);

        AssertNamed(file);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("head.safetensors")]
    [InlineData("config.json")]
    [InlineData("codegenbert.json")]
    [InlineData("tokenizer_config.json")]
    public void A_file_that_was_cut_is_named(string file)
    {
        byte[] whole = File.ReadAllBytes(_folder[file]);
        File.WriteAllBytes(_folder[file], whole[..(whole.Length / 2)]);

        AssertNamed(file);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("head.safetensors")]
    [InlineData("config.json")]
    [InlineData("vocab.txt")]
    [InlineData("codegenbert.json")]
    [InlineData("tokenizer_config.json")]
    public void A_file_of_random_bytes_is_named(string file)
    {
        byte[] noise = new byte[5_000];
        new Random(3).NextBytes(noise);
        File.WriteAllBytes(_folder[file], noise);

        AssertNamed(file);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "format": 2, "task": "Sentiment", "labels": ["negative", "positive"], "fields": {} }""")]
    [InlineData("""{ "format": 1, "task": 7, "labels": ["negative", "positive"], "fields": {} }""")]
    [InlineData("""{ "format": 1, "task": "Sentiment", "labels": ["negative", 1], "fields": {} }""")]
    [InlineData("""{ "format": 1, "task": "Sentiment", "labels": ["negative", "negative", "positive"], "fields": {} }""")]
    [InlineData("""{ "format": 1, "task": "Sentiment", "labels": ["negative", "positive"], "fields": { "input": 1 } }""")]
    [InlineData("""{ "format": 1, "task": "Sentiment", "labels": ["negative", "positive"], "fields": { "input": "single", "input": "pair" } }""")]
    public void A_task_file_of_another_make_is_named(string json)
    {
        File.WriteAllText(_folder["codegenbert.json"], json);

        AssertNamed("codegenbert.json");
    }

    [Fact]
    public void Weights_of_other_shapes_than_the_configuration_says_are_named_one_by_one()
    {
        File.WriteAllText(_folder["config.json"], File.ReadAllText(_folder["config.json"]).Replace("\"intermediate_size\": 64", "\"intermediate_size\": 48", StringComparison.Ordinal));

        string message = Assert.Throws<CheckpointException>(Load).Message;

        Assert.StartsWith($"{_folder["model.safetensors"]}: the weights are not this model's: 'encoder.layer.0.intermediate.dense.weight' is [64, 32], not [48, 32] as config.json and the spec say; ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named_with_the_remedy()
    {
        string message = Assert.Throws<CheckpointException>(() => ClassifierRuntime.Load(TinyTask.Sentiment(), _folder["none"])).Message;

        Assert.Equal($"{_folder["none"]}: the model folder is missing. Train Sentiment and save it there first.", message);
    }

    private void AssertNamed(string file)
    {
        var error = Assert.ThrowsAny<CodegenBertException>(Load);

        Assert.Contains(_folder[file], error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private void Load() => ClassifierRuntime.Load(TinyTask.Sentiment(), _folder.Path).Dispose();

    /// <summary>One model for all, trained once.</summary>
    public sealed class SavedModel : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public SavedModel()
        {
            using var encoder = new TinyEncoder();
            TrainerRuntime.Train(TinyTask.Sentiment(), TinyTask.Rows(16, seed: 1), null, TinyTask.Options(encoder) with { Epochs = 1, OutputFolder = Folder }).Dispose();
        }

        public string Folder => _folder["model"];

        public void Dispose() => _folder.Dispose();
    }
}
