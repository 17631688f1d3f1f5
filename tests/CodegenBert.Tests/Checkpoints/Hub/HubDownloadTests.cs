using CodegenBert.Checkpoints.Sources;
using CodegenBert.Tasks;
using Microsoft.AspNetCore.Http;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>A first download: what it asks for, what it tells whom, and what it leaves in the cache.</summary>
public sealed class HubDownloadTests : HubTest
{
    [Fact]
    public async Task A_download_leaves_the_layout_that_huggingface_hub_writes()
    {
        string folder = await Resolve();

        string repository = Cache["models--contoso--tiny-bert"];
        Assert.Equal(Path.Combine(repository, "snapshots", HubModel.Commit), folder);
        Assert.Equal(HubModel.Fetched, Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(HubModel.Fetched, name =>
        {
            byte[] content = Hub.Files[name];
            Assert.Equal(Path.Combine("..", "..", "blobs", HubModel.Hash(name, content)), new FileInfo(Path.Combine(folder, name)).LinkTarget);
            Assert.Equal(content, File.ReadAllBytes(Path.Combine(folder, name)));
        });
        Assert.Equal(
            HubModel.Fetched.Select(name => HubModel.Hash(name, Hub.Files[name])).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Path.Combine(repository, "blobs")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(HubModel.Commit, File.ReadAllText(Path.Combine(repository, "refs", "main")));
        Assert.Equal(HubModel.Fetched.Length, Directory.EnumerateFiles(Cache[".locks", "models--contoso--tiny-bert"], "*.lock").Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("refs/pr/7")]
    [InlineData(HubModel.Commit)]
    public async Task A_second_run_sends_no_request(string? revision)
    {
        EncoderReference encoder = HubModel.Reference with { Revision = revision };
        string first = await Resolve(encoder);
        Hub.Calls.Clear();

        Assert.Equal(first, await Resolve(encoder));
        Assert.Empty(Hub.Calls);
    }

    [Fact]
    public async Task A_revision_is_asked_for_as_one_part_of_the_address_and_its_files_by_their_commit()
    {
        await Resolve(HubModel.Reference with { Revision = "refs/pr/7" });

        Assert.Equal("/api/models/contoso/tiny-bert/revision/refs%2Fpr%2F7", Hub.Calls.First().Path);
        Assert.All(Hub.Calls.Skip(1).Where(call => !call.IsDelivery), call => Assert.StartsWith($"/contoso/tiny-bert/resolve/{HubModel.Commit}/", call.Path, StringComparison.Ordinal));
        Assert.Equal(HubModel.Commit, File.ReadAllText(Cache["models--contoso--tiny-bert", "refs", "refs", "pr", "7"]));
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_not_to_the_host_that_delivers()
    {
        await Resolve(change: settings => settings with { Token = "hf_secret" });

        Assert.Contains(Hub.Calls, call => call is { IsDelivery: true, Method: "GET" });
        Assert.All(Hub.Calls, call => Assert.Equal(call.IsDelivery ? null : "Bearer hf_secret", call.Authorization));
    }

    [Fact]
    public async Task Without_a_token_none_is_sent()
    {
        await Resolve();

        Assert.All(Hub.Calls, call => Assert.Null(call.Authorization));
    }

    [Fact]
    public async Task A_repository_that_was_renamed_is_found_where_the_hub_leads()
    {
        Hub.Instead = (context, call, _) =>
        {
            bool isOld = call.Path.Contains("contoso/old", StringComparison.Ordinal);
            if (isOld)
            {
                context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                context.Response.Headers.Location = call.Path.Replace("contoso/old", HubModel.Name, StringComparison.Ordinal);
            }

            return Task.FromResult(isOld);
        };

        string folder = await Resolve(HubModel.Reference with { Name = "contoso/old" }, settings => settings with { Token = "hf_secret" });

        Assert.Equal(Cache["models--contoso--old", "snapshots", HubModel.Commit], folder);
        Assert.All(Hub.Calls, call => Assert.Equal(call.IsDelivery ? null : "Bearer hf_secret", call.Authorization));
    }

    [Theory]
    [InlineData("safetensors-sharded", "model.safetensors.index.json", 6)]
    [InlineData("bin-sharded", "pytorch_model.bin.index.json", 3)]
    public async Task Weights_in_several_files_come_all(string format, string index, int shards)
    {
        Hub.Files.Remove(HubModel.Weights);
        string[] names = [.. Directory.EnumerateFiles(Path.Combine(Kit.Folder, "formats", format), "*-of-*").Select(path => Path.GetFileName(path)), index];
        Assert.Equal(shards + 1, names.Length);
        foreach (string name in names)
        {
            Hub.Files.Add(name, File.ReadAllBytes(Path.Combine(Kit.Folder, "formats", format, name)));
        }

        string folder = await Resolve();

        Assert.All(names, name => Assert.Equal(Hub.Files[name], File.ReadAllBytes(Path.Combine(folder, name))));
    }

    [Fact]
    public async Task Each_files_bytes_are_reported_up_to_its_last()
    {
        var seen = new List<DownloadProgress>();
        await Resolve(progress: new DownloadLog(seen));

        Assert.Equal(HubModel.Fetched, seen.Where(moment => moment.BytesReceived == moment.TotalBytes).Select(moment => moment.File).Order(StringComparer.Ordinal));
        Assert.All(seen, moment => Assert.Equal(Hub.Files[moment.File].Length, moment.TotalBytes));
    }

    [Fact]
    public async Task A_hash_of_the_spec_that_the_weights_have_is_accepted()
    {
        string sha256 = HubModel.Hash(HubModel.Weights, Hub.Files[HubModel.Weights]);

        Assert.NotNull(await Resolve(HubModel.Reference with { Sha256 = sha256.ToUpperInvariant() }));
    }

    [Fact]
    public async Task A_hash_of_the_spec_that_differs_is_refused_before_the_weights_are_downloaded()
    {
        string expected = new('0', 64);
        string message = await Refusal(HubModel.Reference with { Sha256 = expected });

        Assert.Contains($"model.safetensors: the weights' SHA-256 is {HubModel.Hash(HubModel.Weights, Hub.Files[HubModel.Weights])}, but the spec's sha256 is {expected}", message, StringComparison.Ordinal);
        Assert.Equal(0, Hub.Count("GET", HubModel.Weights));
    }
}
