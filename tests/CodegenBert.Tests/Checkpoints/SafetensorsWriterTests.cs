using CodegenBert.Checkpoints.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Checkpoints;

/// <summary>What is written can be read, by us and by transformers.</summary>
public sealed class SafetensorsWriterTests
{
    [Fact]
    public void Tensors_come_back_bit_for_bit_by_name_and_shape()
    {
        using DisposeScope scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Dictionary<string, Tensor> written = new() { ["b"] = randn(3, 4), ["a.long.name"] = randn(5), ["c"] = randn(2, 1, 3), ["ä \" \\"] = tensor([float.NaN, float.NegativeInfinity]) };
        SafetensorsWriter.Write(folder["x.safetensors"], written);
        using WeightFile reader = WeightFile.Open(folder["x.safetensors"]);

        Assert.Equal(written.Keys.Order(StringComparer.Ordinal), reader.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(written, pair =>
        {
            Tensor read = reader.ReadFloat32(reader.Tensors[pair.Key]);
            Assert.Equal(pair.Value.shape, read.shape);
            Assert.Equal(pair.Value.bytes.ToArray(), read.bytes.ToArray());
        });
    }

    [Fact]
    public void The_header_is_a_multiple_of_eight_and_says_the_format_that_transformers_asks_for()
    {
        using var folder = new TemporaryFolder();
        using Tensor one = ones(1);
        SafetensorsWriter.Write(folder["x.safetensors"], [KeyValuePair.Create("x", one)]);
        byte[] bytes = File.ReadAllBytes(folder["x.safetensors"]);
        int length = (int)BitConverter.ToUInt64(bytes);

        Assert.Equal(0, length % 8);
        Assert.Equal("""{"__metadata__":{"format":"pt"},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", System.Text.Encoding.UTF8.GetString(bytes, 8, length).TrimEnd());
    }
}
