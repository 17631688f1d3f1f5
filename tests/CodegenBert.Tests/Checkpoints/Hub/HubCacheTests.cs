using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Sources;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>A cache that huggingface_hub wrote, in its layout.</summary>
public sealed class HubCacheTests : HubTest
{
    [Fact]
    public async Task What_huggingface_hub_downloaded_is_used_without_a_request()
    {
        string snapshot = WriteCache();

        Assert.Equal(snapshot, await Resolve());
        Assert.Equal(snapshot, await Resolve(HubModel.Reference with { Revision = HubModel.Commit }));
        Assert.Equal(snapshot, await Resolve(change: settings => settings with { IsOffline = true }));
        Assert.Empty(Hub.Calls);
    }

    [Fact]
    public async Task A_snapshot_whose_weights_were_deleted_is_completed()
    {
        string snapshot = WriteCache();
        File.Delete(WeightsBlob);

        Assert.Equal(snapshot, await Resolve());
        AssertWeights(snapshot);
        Assert.Equal(["model.safetensors"], Hub.Calls.Where(call => call.Method == "GET" && !call.Path.StartsWith("/api/", StringComparison.Ordinal) && !call.IsDelivery).Select(call => Path.GetFileName(call.Path)));
    }

    [Fact]
    public async Task Another_revision_is_not_taken_from_the_cache()
    {
        WriteCache();

        await Resolve(HubModel.Reference with { Revision = "v2" });

        Assert.NotEmpty(Hub.Calls);
    }

    [Fact]
    public async Task Offline_the_message_says_which_folder_was_looked_at()
    {
        string message = await Refusal(change: settings => settings with { IsOffline = true });

        Assert.Equal($"hub:contoso/tiny-bert@main: the encoder is not in {Cache["models--contoso--tiny-bert"]}, and HF_HUB_OFFLINE forbids to download it. Remove the variable once, copy the folder here, or set HF_HUB_CACHE to where it is.", message);
        Assert.Empty(Hub.Calls);
    }

    [Fact]
    public async Task A_reference_that_is_no_commit_leads_nowhere()
    {
        string snapshot = WriteCache();
        File.WriteAllText(Cache["models--contoso--tiny-bert", "refs", "main"], "../../../elsewhere");

        Assert.Equal(snapshot, await Resolve());
        Assert.NotEmpty(Hub.Calls);
    }

    [Fact]
    public async Task A_cache_that_is_a_file_is_named()
    {
        File.WriteAllText(Cache["models--contoso--tiny-bert"], "in the way");

        Assert.StartsWith($"hub:contoso/tiny-bert@main: the cache in {Cache["models--contoso--tiny-bert"]} cannot be used: ", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_weights_of_a_folder_are_held_against_the_specs_hash()
    {
        string snapshot = WriteCache(), right = Path.GetFileName(WeightsBlob), wrong = new('b', 64);

        Assert.Equal(snapshot, EncoderFolder.Resolve(new(Tasks.EncoderSource.Folder, snapshot) { Sha256 = right }));
        string message = Assert.Throws<CheckpointException>(() => EncoderFolder.Resolve(new(Tasks.EncoderSource.Folder, snapshot) { Sha256 = wrong })).Message;
        Assert.StartsWith($"{Path.Combine(snapshot, HubModel.Weights)}: the weights' SHA-256 is {right}, but the spec's sha256 is {wrong}: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_weights_has_none_to_compare()
    {
        string message = Assert.Throws<CheckpointException>(() => EncoderFolder.Resolve(new(Tasks.EncoderSource.Folder, Cache.Path) { Sha256 = new('b', 64) })).Message;

        Assert.Equal($"{Cache.Path}: there are no weights to compare with the spec's sha256. Check the folder.", message);
    }

    /// <summary>By hand, as huggingface_hub lays it out.</summary>
    private string WriteCache()
    {
        string repository = Cache["models--contoso--tiny-bert"], snapshot = Path.Combine(repository, "snapshots", HubModel.Commit);
        foreach (string folder in (string[])["blobs", "refs", Path.Combine("snapshots", HubModel.Commit)])
        {
            Directory.CreateDirectory(Path.Combine(repository, folder));
        }

        foreach (string name in HubModel.Fetched)
        {
            string hash = HubModel.Hash(name, Hub.Files[name]);
            File.WriteAllBytes(Path.Combine(repository, "blobs", hash), Hub.Files[name]);
            File.CreateSymbolicLink(Path.Combine(snapshot, name), Path.Combine("..", "..", "blobs", hash));
        }

        File.WriteAllText(Path.Combine(repository, "refs", "main"), HubModel.Commit);
        return snapshot;
    }
}
