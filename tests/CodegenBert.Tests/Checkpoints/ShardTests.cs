using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Checkpoints;

/// <summary>Weights in several files: the index and the files must say the same, and nothing outside of the folder is opened.</summary>
public sealed class ShardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ShardTests()
    {
        using DisposeScope scope = NewDisposeScope();
        SafetensorsWriter.Write(_folder["a.safetensors"], new Dictionary<string, Tensor> { ["x"] = ones(2), ["y"] = zeros(3) });
        SafetensorsWriter.Write(_folder["b.safetensors"], new Dictionary<string, Tensor> { ["z"] = full(4, 7f) });
    }

    private string Index => _folder["model.safetensors.index.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_tensor_comes_from_the_file_that_the_index_names()
    {
        using DisposeScope scope = NewDisposeScope();
        Write("""{ "metadata": { "total_size": 36 }, "weight_map": { "x": "a.safetensors", "y": "a.safetensors", "z": "b.safetensors" } }""");
        using WeightFiles files = WeightFiles.OpenFolder(_folder.Path);

        Assert.Equal(["x", "y", "z"], files.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([7f, 7, 7, 7], files.Tensors["z"].File.ReadFloat32(files.Tensors["z"].Tensor).data<float>().ToArray());
    }

    [Theory]
    [InlineData("""{ "weight_map": { "x": "a.safetensors", "y": "b.safetensors" } }""", "the tensor 'y' is not in b.safetensors.")]
    [InlineData("""{ "weight_map": { "x": "a.safetensors", "w": "b.safetensors" } }""", "the tensor 'w' is not in b.safetensors.")]
    [InlineData("""{ "weight_map": { "x": "c.safetensors" } }""", "the file c.safetensors, which it names, is missing.")]
    [InlineData("""{ "weight_map": { "x": "../a.safetensors" } }""", "\"weight_map\" is \"../a.safetensors\", but the name of a .safetensors file in the same folder is supported.")]
    [InlineData("""{ "weight_map": { "x": "sub/a.safetensors" } }""", "\"weight_map\" is \"sub/a.safetensors\", but the name of a .safetensors file in the same folder is supported.")]
    [InlineData("""{ "weight_map": { "x": "model.safetensors.index.json" } }""", "\"weight_map\" is \"model.safetensors.index.json\", but the name of a .safetensors file in the same folder is supported.")]
    [InlineData("""{ "weight_map": { "x": "a.safetensors\u0000.bin" } }""", "\"weight_map\" is \"a.safetensors\\u0000.bin\", but the name of a .safetensors file in the same folder is supported.")]
    [InlineData("""{ "weight_map": { "x": 3 } }""", "\"weight_map\" is 3, but the name of a .safetensors file in the same folder is supported.")]
    [InlineData("""{ "weight_map": {} }""", "it names 0 files; 1 to 1000 are read.")]
    [InlineData("""{ "weight_map": [] }""", "\"weight_map\", an object with the file of each tensor, is expected.")]
    [InlineData("{}", "\"weight_map\", an object with the file of each tensor, is expected.")]
    [InlineData("[]", "a JSON object is expected.")]
    [InlineData("no JSON", "the file cannot be read as JSON: ")]
    [InlineData("""{ "weight_map": { "x": "\ud800" } }""", "the file cannot be read as JSON: ")]
    public void An_index_that_lies_is_refused_with_what_it_says(string json, string reason)
    {
        Write(json);

        Assert.StartsWith($"{Index}: {reason}", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_that_is_nested_too_deep_is_refused()
    {
        Write(new string('[', 100_000));

        Assert.StartsWith($"{Index}: the file cannot be read as JSON: ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_that_is_too_large_is_refused_unread()
    {
        using (FileStream file = File.Create(Index))
        {
            file.SetLength(1L << 30); // of holes: it takes no room
        }

        Assert.StartsWith($"{Index}: {1L << 30} bytes are too many for such a file", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_two_files_have_is_refused()
    {
        File.Copy(_folder["a.safetensors"], _folder["c.safetensors"]);
        Write("""{ "weight_map": { "x": "a.safetensors", "y": "c.safetensors" } }""");

        Assert.StartsWith($"{_folder["c.safetensors"]}: the tensor 'x' is in a.safetensors too.", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_named_itself()
    {
        File.WriteAllText(_folder["b.safetensors"], "cut");
        Write("""{ "weight_map": { "x": "a.safetensors", "z": "b.safetensors" } }""");

        Assert.StartsWith($"{_folder["b.safetensors"]}: not a valid safetensors file: ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_weights_says_what_is_looked_for_and_what_is_not_read()
    {
        File.WriteAllBytes(_folder["tf_model.h5"], []);

        Assert.Equal(
            $"{_folder["model.safetensors"]}: the file is missing, and so are model.safetensors.index.json, pytorch_model.bin, pytorch_model.bin.index.json. tf_model.h5 cannot be read: save the model with PyTorch.",
            Refusal());
    }

    private void Write(string json) => File.WriteAllText(Index, json);

    private string Refusal() => Assert.Throws<CheckpointException>(() => WeightFiles.OpenFolder(_folder.Path).Dispose()).Message;
}
