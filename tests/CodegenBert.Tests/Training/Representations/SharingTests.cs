using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training.Representations;

/// <summary>What a run has encoded no later one encodes, and whether it did can't be seen in the trained weights, not in one bit.</summary>
public sealed class SharingTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RepresentationCache Cache => new(_folder.Path);

    [Theory]
    [InlineData("embeddings")]
    [InlineData("bottom: 1")]
    [InlineData("all_but_top: 1")]
    [InlineData("all")]
    public void Without_cache_cold_warm_and_half_warm_runs_give_the_same_weights_bit_for_bit(string freeze)
    {
        CachedRun without = CachedRun.Of(encoder.Folder, freeze, cache: null);
        CachedRun half = CachedRun.Of(encoder.Folder, freeze, Cache, [.. CachedRun.Train.Where((_, row) => row % 3 != 0)]);
        CachedRun halfWarm = CachedRun.Of(encoder.Folder, freeze, Cache);
        CachedRun warm = CachedRun.Of(encoder.Folder, freeze, Cache);
        CachedRun cold = CachedRun.Of(encoder.Folder, freeze, new RepresentationCache(_folder["other"]));

        Assert.Equal(without.Weights, halfWarm.Weights);
        Assert.Equal(without.Weights, warm.Weights);
        Assert.Equal(without.Weights, cold.Weights);
        Assert.NotEqual(without.Weights, half.Weights);
        Assert.Equal([CachedRun.Rows, CachedRun.Train.Count / 3 + 1, 0, CachedRun.Rows], [without.Encoded.Texts, halfWarm.Encoded.Texts, warm.Encoded.Texts, cold.Encoded.Texts]);
        Assert.Equal((CachedRun.Rows, without.Encoded.Tokens), (warm.Stored.Texts, warm.Stored.Tokens));
        Assert.All((CachedRun[])[without, half, halfWarm, warm, cold], run => Assert.Empty(run.Warnings));
    }

    [Fact]
    public void Equal_texts_are_encoded_once_in_a_run_even_without_a_cache()
    {
        CachedRun run = CachedRun.Of(encoder.Folder, "all", cache: null, [.. CachedRun.Train, .. CachedRun.Train, .. CachedRun.Validation]);

        Assert.Equal(CachedRun.Rows, run.Encoded.Texts);
        Assert.Equal(CachedRun.Rows, run.Stored.Texts);
    }

    [Theory]
    [InlineData("bottom: 1", "all_but_top: 1", null, null)]
    [InlineData("all", "all", 8, null)]
    [InlineData("bottom: 1", "bottom: 1", null, Pooling.Mean)]
    public void Another_spec_with_the_same_frozen_part_and_reading_encodes_nothing(string first, string second, int? hidden, Pooling? pooling)
    {
        _ = CachedRun.Of(encoder.Folder, first, Cache);

        Assert.Equal(0, CachedRun.Of(encoder.Folder, second, Cache, head: new HeadDefinition { Hidden = hidden is int width ? [width] : [], Pooling = [pooling ?? Pooling.Cls] }).Encoded.Texts);
    }

    [Theory]
    [InlineData("embeddings", null)]
    [InlineData("bottom: 1", null)]
    [InlineData("all", Pooling.Mean)]
    [InlineData("all", Pooling.Pooler)]
    public void Another_depth_or_reading_shares_nothing(string second, Pooling? pooling)
    {
        _ = CachedRun.Of(encoder.Folder, "all", Cache);

        Assert.Equal(CachedRun.Rows, CachedRun.Of(encoder.Folder, second, Cache, head: new HeadDefinition { Pooling = [pooling ?? Pooling.Cls] }).Encoded.Texts);
    }

    [Fact]
    public void The_encoders_place_does_not_matter_and_its_weights_do()
    {
        using TemporaryFolder copy = new(), other = new();
        TinyEncoder.Write(copy.Path);
        TinyEncoder.Write(other.Path);
        string weights = other["model.safetensors"];
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[FirstValueOf(bytes, "encoder.layer.1.output.dense.bias")] ^= 1; // the last bit of one value
        File.WriteAllBytes(weights, bytes);
        _ = CachedRun.Of(encoder.Folder, "all", Cache);
        _ = CachedRun.Of(encoder.Folder, "bottom: 1", Cache);

        Assert.Equal(0, CachedRun.Of(copy.Path, "all", Cache).Encoded.Texts);
        Assert.Equal(CachedRun.Rows, CachedRun.Of(other.Path, "all", Cache).Encoded.Texts);
        Assert.Equal(0, CachedRun.Of(other.Path, "bottom: 1", Cache).Encoded.Texts); // the value lies above
    }

    [Fact]
    public void A_run_that_is_cancelled_leaves_what_it_had_encoded()
    {
        using var cancellation = new CancellationTokenSource();
        IReadOnlyList<LabeledTexts> rows = TinyTask.Rows(400, seed: 3);
        int seen = 0;
        var progress = new OnProgress(moment =>
        {
            if (moment.Stage == TrainingStage.Encoding && (seen = moment.Step) > 100)
            {
                cancellation.Cancel();
            }
        });
        TaskDefinition task = TinyTask.Sentiment(Freezings.Parse("all"));
        TinyOptions options = TinyTask.Options(encoder.Folder) with { RepresentationCache = Cache };

        Assert.Throws<OperationCanceledException>(() => TrainerRuntime.Train(task, rows, null, options, progress, cancellation.Token));
        CachedRun next = CachedRun.Of(encoder.Folder, "all", Cache, rows);

        Assert.InRange(seen, 101, 399);
        Assert.Equal(seen, next.Stored.Texts - (rows.Count + CachedRun.Validation.Count - rows.Concat(CachedRun.Validation).Select(row => row.Input.ToString()).Distinct().Count()));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Where a tensor's first byte lies in a safetensors file.</summary>
    private static int FirstValueOf(byte[] file, string name)
    {
        int header = (int)BitConverter.ToInt64(file);
        using var json = System.Text.Json.JsonDocument.Parse(file.AsMemory(8, header));
        return 8 + header + json.RootElement.GetProperty(name).GetProperty("data_offsets")[0].GetInt32();
    }
}
