using System.Text.RegularExpressions;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Checkpoints;

/// <summary>Files that PyTorch itself wrote (<c>pytorch/make.py</c>): what <c>torch.save</c> may put around tensors, and what is no tensor.</summary>
public sealed class TorchFileTests
{
    [Theory]
    [InlineData("views.bin")]
    [InlineData("views.legacy.bin")]
    [InlineData("nested.bin")]
    [InlineData("nested.legacy.bin")]
    [InlineData("protocol-3.bin")]
    public void Views_of_one_storage_have_its_elements_by_their_offsets_and_strides(string name) => AssertTensors(name, new()
    {
        ["whole"] = ([2, 3], [0, 1, 2, 3, 4, 5]),
        ["transposed"] = ([3, 2], [0, 3, 1, 4, 2, 5]),
        ["columns"] = ([2, 2], [1, 2, 4, 5]),
        ["row"] = ([3], [3, 4, 5]),
        ["element"] = ([], [5]),
    });

    [Theory]
    [InlineData("types.bin")]
    [InlineData("types.legacy.bin")]
    public void Every_type_of_numbers_is_widened_to_float32(string name) => AssertTensors(name, new()
    {
        ["double"] = ([2], [0.5f, -2]),
        ["half"] = ([2], [0.5f, -2]),
        ["bfloat16"] = ([2], [0.5f, -2]),
        ["long"] = ([2], [1, -2]),
        ["int"] = ([2], [1, -2]),
        ["short"] = ([2], [1, -2]),
        ["char"] = ([2], [1, -2]),
        ["byte"] = ([2], [1, 254]),
        ["bool"] = ([2], [1, 0]),
        ["scalar"] = ([], [0.25f]),
        ["empty"] = ([0, 3], []),
    });

    [Theory]
    [InlineData("parameters.bin")]
    [InlineData("parameters.legacy.bin")]
    public void A_parameter_is_its_tensor(string name) => AssertTensors(name, new() { ["p"] = ([2, 3], [0, 1, 2, 3, 4, 5]) });

    [Theory]
    [InlineData("module.bin", "refused: its pickle names torch.nn.modules.linear.Linear, which is no tensor and could run code. ")]
    [InlineData("sparse.bin", "refused: its pickle names torch._utils._rebuild_sparse_tensor, which is no tensor and could run code. ")]
    [InlineData("array.bin", "refused: its pickle names numpy.core.multiarray._reconstruct, which is no tensor and could run code. ")]
    [InlineData("checkpoint.bin", "not a file of weights: its dictionary has the item 'epoch', which is no tensor: save model.state_dict().")]
    [InlineData("keyed-by-number.bin", "not a file of weights: its dictionary has the item 'Int64', which is no tensor: save model.state_dict().")]
    [InlineData("list.bin", "not a file of weights: it holds no dictionary of tensors, but something else.")]
    [InlineData("text.bin", "not a file of weights: it holds no dictionary of tensors, but something else.")]
    [InlineData("expanded.bin", "not a file of weights: the tensor 'e' cannot be in its storage: its shape [1000] is more than the 1 elements that are stored.")]
    [InlineData("protocol-4.bin", "not a valid file of PyTorch: its pickle has protocol 4; torch.save writes 2. ")]
    public void What_is_no_state_dictionary_is_refused_with_what_it_is(string name, string reason) =>
        Assert.StartsWith($"{PathOf(name)}: {reason}", Assert.Throws<CheckpointException>(() => WeightFile.Open(PathOf(name)).Dispose()).Message + " ", StringComparison.Ordinal);

    [Theory]
    [InlineData("views.bin")]
    [InlineData("views.legacy.bin")]
    [InlineData("types.bin")]
    [InlineData("types.legacy.bin")]
    public void Every_beginning_of_a_file_is_refused(string name)
    {
        byte[] whole = File.ReadAllBytes(PathOf(name));
        using var folder = new TemporaryFolder();
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder["cut.bin"], whole[..length]);
            Assert.True(IsRefused(folder["cut.bin"]), $"{length} bytes");
        }
    }

    [Theory]
    [InlineData("views.bin")]
    [InlineData("views.legacy.bin")]
    [InlineData("types.bin")]
    [InlineData("types.legacy.bin")]
    public void Whatever_bytes_are_changed_a_file_is_read_or_refused(string name)
    {
        byte[] whole = File.ReadAllBytes(PathOf(name));
        using var folder = new TemporaryFolder();
        var random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 3_000; i++)
        {
            byte[] changed = [.. whole];
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(folder["changed.bin"], changed);
            refused += IsRefused(folder["changed.bin"]) ? 1 : 0;
        }

        Assert.InRange(refused, 300, 2_999); // bytes of tensors may be any, those of the pickle and the archive may not
    }

    private static bool IsRefused(string path)
    {
        try
        {
            using DisposeScope scope = NewDisposeScope();
            using WeightFile file = WeightFile.Open(path);
            foreach (StoredTensor tensor in file.Tensors.Values)
            {
                Assert.InRange(file.ReadFloat32(tensor).numel(), 0, new FileInfo(path).Length);
            }

            return false;
        }
        catch (CheckpointException e)
        {
            Assert.Matches($"^{Regex.Escape(path)}: ", e.Message);
            return true;
        }
    }

    private static void AssertTensors(string name, Dictionary<string, (long[] Shape, float[] Values)> expected)
    {
        using DisposeScope scope = NewDisposeScope();
        using WeightFile file = WeightFile.Open(PathOf(name));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), file.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, pair =>
        {
            Tensor tensor = file.ReadFloat32(file.Tensors[pair.Key]);
            Assert.Equal(pair.Value.Shape, tensor.shape);
            Assert.Equal(pair.Value.Values, tensor.numel() == 0 ? [] : tensor.data<float>().ToArray());
        });
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Checkpoints", "pytorch", name);
}
