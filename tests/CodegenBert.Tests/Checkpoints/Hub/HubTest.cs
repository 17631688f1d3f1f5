using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Sources;
using CodegenBert.Checkpoints.Sources.Hub;
using CodegenBert.Tasks;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>A test with a hub and an empty cache of its own.</summary>
public abstract class HubTest : IAsyncLifetime, IDisposable
{
    internal TemporaryFolder Cache { get; } = new();

    internal LocalHub Hub { get; private set; } = null!;

    /// <summary>The path of the weights' blob.</summary>
    internal string WeightsBlob => Cache["models--contoso--tiny-bert", "blobs", HubModel.Hash(HubModel.Weights, Hub.Files[HubModel.Weights])];

    /// <summary>How messages begin that are about a file.</summary>
    internal string PlaceOf(string file) => $"hub:contoso/tiny-bert@main, {file}: {Hub.Endpoint}contoso/tiny-bert/resolve/{HubModel.Commit}/{file}";

    public async Task InitializeAsync() => Hub = await LocalHub.Start();

    public async Task DisposeAsync() => await Hub.DisposeAsync();

    public void Dispose()
    {
        Cache.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The production path from a reference to a folder.</summary>
    internal Task<string> Resolve(
        EncoderReference? encoder = null, Func<HubSettings, HubSettings>? change = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new HubResolver((change ?? (settings => settings))(Hub.Settings(Cache)), progress, NullLogger.Instance).Resolve(encoder ?? HubModel.Reference, cancellationToken);

    /// <summary>The message of the refusal.</summary>
    internal async Task<string> Refusal(EncoderReference? encoder = null, Func<HubSettings, HubSettings>? change = null) =>
        (await Assert.ThrowsAsync<CheckpointException>(() => Resolve(encoder, change))).Message;

    /// <summary>The weights are in the snapshot, byte for byte.</summary>
    internal void AssertWeights(string folder) => Assert.Equal(Hub.Files[HubModel.Weights], File.ReadAllBytes(Path.Combine(folder, HubModel.Weights)));

    /// <summary>Nothing under the name of the weights, whole or in part.</summary>
    internal void AssertNoWeights()
    {
        Assert.False(Path.Exists(Cache["models--contoso--tiny-bert", "snapshots", HubModel.Commit, HubModel.Weights]));
        Assert.DoesNotContain(Directory.EnumerateFiles(Cache["models--contoso--tiny-bert", "blobs"]), file => new FileInfo(file).Length > 50_000);
    }
}
