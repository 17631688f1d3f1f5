using System.IO.Compression;
using System.Text;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Runtime;
using CodegenBert.Tests.Tiny;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Checkpoints;

/// <summary>Large float32 tensors are parts of their file in memory. Nobody needs to know: the file never changes, and the tensors outlive it.</summary>
[Collection(MemoryMeasured.Name)]
public sealed class MappedWeightsTests(TinyEncoder tiny) : IClassFixture<TinyEncoder>, IDisposable
{
    private const long Elements = 4 << 20; // 16 MiB
    private const int MappedEmbeddings = 9_000; // of width 32: above the size from which a tensor is mapped

    private readonly TemporaryFolder _folder = new();

    private string Weights => _folder["x.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_mapped_tensor_takes_no_memory_of_its_own_and_lets_go_of_the_file_when_it_is_disposed()
    {
        Write();
        long before = NativeMemory.Allocated();
        using (Tensor read = Read())
        {
            Assert.InRange(NativeMemory.Allocated() - before, long.MinValue, Elements * sizeof(float) / 4);
            Assert.Equal(OperatingSystem.IsLinux(), IsMapped());
        }

        Assert.False(IsMapped());
    }

    [Fact]
    public void A_mapped_tensor_outlives_its_reader_and_its_file()
    {
        Tensor written = Write();
        using Tensor read = Read();
        File.Delete(Weights);

        Assert.True(read.equal(written).all().item<bool>());
        written.Dispose();
    }

    [Fact]
    public void What_is_written_into_a_mapped_tensor_does_not_reach_the_file()
    {
        using Tensor written = Write();
        byte[] file = File.ReadAllBytes(Weights);
        using Tensor read = Read();
        read.fill_(3);

        Assert.Equal(file, File.ReadAllBytes(Weights));
        using Tensor again = Read();
        Assert.True(again.equal(written).all().item<bool>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_file_whose_tensors_are_not_aligned_is_read(int more)
    {
        using Tensor written = Write();
        byte[] file = File.ReadAllBytes(Weights);
        int header = (int)BitConverter.ToUInt64(file);
        File.WriteAllBytes(Weights, [.. BitConverter.GetBytes((ulong)(header + more)), .. file[8..(8 + header)], .. Encoding.ASCII.GetBytes(new string(' ', more)), .. file[(8 + header)..]]);
        using Tensor read = Read();

        Assert.True(read.equal(written).all().item<bool>());
        Assert.False(IsMapped());
    }

    [Fact]
    public void Training_changes_the_weights_and_not_the_encoders_file()
    {
        string encoder = LargeEncoder();
        byte[] file = File.ReadAllBytes(Path.Combine(encoder, "model.safetensors"));
        using TrainingOutcome outcome = Train(encoder);
        outcome.Classifier.Save(_folder["model"]);

        Assert.Equal(file, File.ReadAllBytes(Path.Combine(encoder, "model.safetensors")));
        using WeightFile before = WeightFile.Open(Path.Combine(encoder, "model.safetensors")), after = WeightFile.Open(_folder["model", "model.safetensors"]);
        const string name = "embeddings.word_embeddings.weight";
        using Tensor old = before.ReadFloat32(before.Tensors[name]), trained = after.ReadFloat32(after.Tensors[name]);
        Assert.False(old.equal(trained).all().item<bool>());
    }

    [Fact]
    public void A_loaded_model_is_saved_into_its_own_folder_and_is_itself_again()
    {
        using TrainingOutcome outcome = Train(LargeEncoder());
        outcome.Classifier.Save(_folder["model"]);
        byte[] file = File.ReadAllBytes(_folder["model", "model.safetensors"]);
        using (ClassifierRuntime loaded = ClassifierRuntime.Load(TinyTask.Sentiment(), _folder["model"]))
        {
            loaded.Save(_folder["model"]);
            Assert.Equal(Values(outcome.Classifier), Values(loaded));
        }

        Assert.Equal(file, File.ReadAllBytes(_folder["model", "model.safetensors"]));
        using ClassifierRuntime again = ClassifierRuntime.Load(TinyTask.Sentiment(), _folder["model"]);
        Assert.Equal(Values(outcome.Classifier), Values(again));
    }

    [Theory]
    [InlineData("archive", true)]
    [InlineData("archive1", false)] // a byte further on, and so not aligned
    public void A_tensor_of_an_archive_of_PyTorch_is_mapped_where_it_is_aligned(string root, bool mapped)
    {
        using Tensor written = rand(Elements);
        WriteArchive(root, written);
        using (WeightFile file = WeightFile.Open(_folder["x.bin"]))
        using (Tensor read = file.ReadFloat32(file.Tensors["x"]))
        {
            Assert.True(read.equal(written).all().item<bool>());
            Assert.Equal(mapped && OperatingSystem.IsLinux(), IsMapped("x.bin"));
        }

        Assert.False(IsMapped("x.bin"));
    }

    private Tensor Write()
    {
        Tensor values = rand(Elements / 1024, 1024);
        SafetensorsWriter.Write(Weights, new Dictionary<string, Tensor> { ["x"] = values });
        return values;
    }

    private Tensor Read()
    {
        using WeightFile file = WeightFile.Open(Weights);
        return file.ReadFloat32(file.Tensors["x"]);
    }

    private bool IsMapped(string name = "x.safetensors") => OperatingSystem.IsLinux() && File.ReadAllText("/proc/self/maps").Contains(_folder[name], StringComparison.Ordinal);

    /// <summary>What <c>torch.save({"x": values})</c> writes, the storage first: it begins behind 30 bytes and its name.</summary>
    private void WriteArchive(string root, Tensor values)
    {
        string count = Encoding.Latin1.GetString(BitConverter.GetBytes((int)values.numel()));
        string storage = $"(X\a\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuJ{count}tQ";
        string pickle = $"\u0080\u0002}}X\u0001\0\0\0xctorch._utils\n_rebuild_tensor_v2\n({storage}K\0J{count}\u0085K\u0001\u0085\u0089ccollections\nOrderedDict\n)RtRs.";
        using ZipArchive archive = ZipFile.Open(_folder["x.bin"], ZipArchiveMode.Create);
        using (Stream data = archive.CreateEntry($"{root}/data/0", CompressionLevel.NoCompression).Open())
        {
            data.Write(values.bytes);
        }

        using Stream description = archive.CreateEntry($"{root}/data.pkl", CompressionLevel.NoCompression).Open();
        description.Write(Encoding.Latin1.GetBytes(pickle));
    }

    /// <summary>The tiny encoder with so many words that their embeddings are mapped.</summary>
    private string LargeEncoder()
    {
        string folder = _folder["encoder"];
        TinyEncoder.Write(folder, embeddings: MappedEmbeddings);
        return folder;
    }

    private TrainingOutcome Train(string encoder) =>
        TrainerRuntime.Train(TinyTask.Sentiment(), TinyTask.Rows(24, seed: 1), null, TinyTask.Options(tiny) with { EncoderPath = encoder });

    private static float[][] Values(ClassifierRuntime classifier) => [.. classifier.Predict(TinyTask.Rows(10, seed: 2).Select(row => row.Input)).Select(prediction => prediction.Values.ToArray())];
}
