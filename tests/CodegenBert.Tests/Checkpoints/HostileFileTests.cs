using System.Diagnostics;
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

    public static TheoryData<string> TorchFiles => [.. Named("bin-*.bin"), .. Named("pickle-*.bin"), .. Named("zip-*.bin")];

    public static TheoryData<string> Indexes => Named("index-*.index.json");

    public static TheoryData<string> Configurations => Named("config-*.config.json");

    [Theory]
    [MemberData(nameof(Safetensors))]
    public void A_safetensors_file_that_breaks_a_rule_is_refused_by_name_and_with_the_reason(string name)
    {
        string path = PathOf(name);
        string message = Assert.Throws<CheckpointException>(() => ReadAll(path)).Message;

        Assert.Matches($"^{Regex.Escape(path)}: (not a valid safetensors file|the safetensors header is not valid JSON): .+ Fetch the file again.$", message);
        KitTable.Note("hostile files refused", 1, 1);
    }

    [Theory]
    [MemberData(nameof(TorchFiles))]
    public void A_file_of_PyTorch_that_lies_or_would_run_code_is_refused_by_name_and_with_the_reason(string name)
    {
        string path = PathOf(name);
        string message = Assert.Throws<CheckpointException>(() => ReadAll(path)).Message;

        Assert.Matches($"^{Regex.Escape(path)}: (not a valid file of PyTorch|not a file of weights|refused|the weights cannot be read): .+\\.$", message);
        KitTable.Note("hostile files refused", 1, 1);
        Assert.False(File.Exists("/tmp/hostile_file_ran"));
    }

    [Theory]
    [InlineData("pickle-bare.bin", "names posix.system, which is no tensor and could run code")]
    [InlineData("pickle-zip-system.bin", "names posix.system, which is no tensor and could run code")]
    [InlineData("pickle-legacy-eval.bin", "eval, which is no tensor and could run code")]
    [InlineData("bin-offset-negative.bin", "a stride or its offset is negative")]
    [InlineData("bin-stride-negative.bin", "a stride or its offset is negative")]
    [InlineData("bin-offset-beyond.bin", "its shape [2, 3] from element 1000 on reaches behind the 6 elements")]
    [InlineData("bin-stride-beyond.bin", "its shape [2, 3] is more than the 6 elements that are stored")]
    [InlineData("bin-size-huge.bin", "its shape [1073741824, 1073741824] is more than the 6 elements")]
    [InlineData("bin-size-overflow.bin", "its shape [4611686018427387904, 4] is more than the 6 elements")]
    [InlineData("zip-deflate-bomb.bin", "is compressed; torch.save stores each entry once, as it is")]
    [InlineData("zip-name-escapes.bin", "its entry '../../tmp/hostile_file_ran' lies outside of 'archive/'")]
    [InlineData("zip-storage-missing.bin", "it has no entry for the storage '0'")]
    [InlineData("zip-storage-short.bin", "claims 6 elements and has 5 bytes")]
    [InlineData("zip-truncated.bin", "the archive has no end")]
    public void The_reason_is_what_the_file_does(string name, string reason) =>
        Assert.Contains(reason, Assert.Throws<CheckpointException>(() => ReadAll(PathOf(name))).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Indexes))]
    public void An_index_that_leads_elsewhere_or_nowhere_is_refused_by_name_and_with_the_reason(string name)
    {
        string path = PathOf(name);
        string message = Assert.Throws<CheckpointException>(() => WeightFiles.Open(path).Dispose()).Message;

        Assert.Matches($"^{Regex.Escape(path)}: (\"weight_map\" is .+ in the same folder is supported|the file .+ is missing)\\b", message);
        KitTable.Note("hostile files refused", 1, 1);
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void A_configuration_that_cannot_be_meant_is_refused_by_name_and_with_the_reason(string name)
    {
        string path = PathOf(name);
        string message = Assert.Throws<CheckpointException>(() => EncoderConfiguration.Read(path)).Message;

        Assert.StartsWith($"{path}: \"", message, StringComparison.Ordinal);
        Assert.EndsWith(" is supported.", message, StringComparison.Ordinal);
        KitTable.Note("hostile files refused", 1, 1);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_read_as_they_are() => Assert.Equal(1, ReadAll(PathOf("st-nan-weights.safetensors")));

    [Fact]
    public void Each_hostile_file_is_refused_within_a_second_and_takes_no_memory_by_the_sizes_that_it_claims()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Kit.Folder, "hostile")).Where(path => !path.Contains("nan", StringComparison.Ordinal)))
        {
            long start = Stopwatch.GetTimestamp();
            Assert.Throws<CheckpointException>(() =>
            {
                if (path.EndsWith(".config.json", StringComparison.Ordinal))
                {
                    _ = EncoderConfiguration.Read(path);
                }
                else
                {
                    WeightFiles.Open(path).Dispose();
                }
            });
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 1);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void A_file_that_ends_early_is_refused_wherever_it_ends()
    {
        string[] files =
        [
            Path.Combine(encoder.Folder, "model.safetensors"),
            Path.Combine(Kit.Folder, "formats", "bin-zip", "pytorch_model.bin"),
            Path.Combine(Kit.Folder, "formats", "bin-legacy", "pytorch_model.bin"),
        ];
        using var folder = new TemporaryFolder();
        foreach (string file in files)
        {
            byte[] whole = File.ReadAllBytes(file);
            string cut = folder["cut" + Path.GetExtension(file)];
            foreach (int length in Enumerable.Range(0, 200).Select(i => (int)((long)i * (whole.Length - 1) / 199)))
            {
                File.WriteAllBytes(cut, whole[..length]);
                Assert.StartsWith($"{cut}: ", Assert.Throws<CheckpointException>(() => ReadAll(cut)).Message, StringComparison.Ordinal);
            }
        }
    }

    private static int ReadAll(string path)
    {
        using WeightFile reader = WeightFile.Open(path);
        foreach (StoredTensor entry in reader.Tensors.Values)
        {
            using torch.Tensor tensor = reader.ReadFloat32(entry);
        }

        return reader.Tensors.Count;
    }

    private static string PathOf(string name) => Path.Combine(Kit.Folder, "hostile", name);

    private static TheoryData<string> Named(string pattern, string? except = null) =>
        [.. Directory.EnumerateFiles(Path.Combine(Kit.Folder, "hostile"), pattern).Select(path => Path.GetFileName(path)).Where(name => name != except).Order(StringComparer.Ordinal)];
}
