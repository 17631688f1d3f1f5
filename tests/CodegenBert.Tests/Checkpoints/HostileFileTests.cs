using System.Text.RegularExpressions;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Tests.Tiny;
using TorchSharp;

namespace CodegenBert.Tests.Checkpoints;

/// <summary>Files that lie: the conformance kit's, and every prefix of a true one.</summary>
public sealed class HostileFileTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    public static TheoryData<string> Safetensors => Named("st-*.safetensors", except: "st-nan-weights.safetensors");

    public static TheoryData<string> Configurations => Named("config-*.config.json");

    [Theory]
    [MemberData(nameof(Safetensors))]
    public void A_safetensors_file_that_breaks_a_rule_is_refused_by_name_and_with_the_reason(string name)
    {
        string path = PathOf(name);
        string message = Assert.Throws<CheckpointException>(() => ReadAll(path)).Message;

        Assert.Matches($"^{Regex.Escape(path)}: (not a valid safetensors file|the safetensors header is not valid JSON): .+ Fetch the file again.$", message);
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void A_configuration_that_cannot_be_meant_is_refused_by_name_and_with_the_reason(string name)
    {
        string path = PathOf(name);
        string message = Assert.Throws<CheckpointException>(() => EncoderConfiguration.Read(path)).Message;

        Assert.StartsWith($"{path}: \"", message, StringComparison.Ordinal);
        Assert.EndsWith(" is supported.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_read_as_they_are() => Assert.Equal(1, ReadAll(PathOf("st-nan-weights.safetensors")));

    [Fact]
    public void Hostile_files_take_no_memory_by_the_sizes_that_they_claim()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (string name in Directory.EnumerateFiles(Path.Combine(Kit.Folder, "hostile"), "st-*.safetensors").Where(name => !name.Contains("nan", StringComparison.Ordinal)))
        {
            Assert.Throws<CheckpointException>(() => ReadAll(name));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void A_file_that_ends_early_is_refused_wherever_it_ends()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(encoder.Folder, "model.safetensors"));
        using var folder = new TemporaryFolder();
        foreach (int length in Enumerable.Range(0, 40).Select(i => i * (whole.Length - 1) / 39))
        {
            File.WriteAllBytes(folder["cut.safetensors"], whole[..length]);
            Assert.StartsWith($"{folder["cut.safetensors"]}: not a valid safetensors file: ", Assert.Throws<CheckpointException>(() => ReadAll(folder["cut.safetensors"])).Message, StringComparison.Ordinal);
        }
    }

    private static int ReadAll(string path)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        foreach (SafetensorsEntry entry in reader.Entries.Values)
        {
            using torch.Tensor tensor = reader.ReadFloat32(entry);
        }

        return reader.Entries.Count;
    }

    private static string PathOf(string name) => Path.Combine(Kit.Folder, "hostile", name);

    private static TheoryData<string> Named(string pattern, string? except = null) =>
        [.. Directory.EnumerateFiles(Path.Combine(Kit.Folder, "hostile"), pattern).Select(path => Path.GetFileName(path)).Where(name => name != except).Order(StringComparer.Ordinal)];
}
