namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>What must hold between processes: they are started, not imagined.</summary>
public sealed class HubProcessTests : HubTest
{
    [Fact]
    public async Task Two_processes_at_once_download_each_file_once()
    {
        // The weights are not sent before both processes have asked what they are, and the second has had a second to do harm: one of them downloads, the other waits.
        var both = new TaskCompletionSource();
        Hub.Instead = async (_, call, before) =>
        {
            if (call is { Method: "HEAD", Path: var path } && path.EndsWith(HubModel.Weights, StringComparison.Ordinal) && before == 1)
            {
                both.TrySetResult();
            }

            if (call.IsDelivery)
            {
                await both.Task;
                await Task.Delay(TimeSpan.FromSeconds(1));
            }

            return false;
        };

        using HubProcess first = new(Hub, Cache), second = new(Hub, Cache);
        Task<(int Code, string Output, string Errors)>[] running = [first.End(), second.End()];
        await Task.WhenAny(running);
        both.TrySetResult(); // where one has failed, the other does not wait for it
        (int Code, string Output, string Errors)[] ends = await Task.WhenAll(running);

        string folder = Cache["models--contoso--tiny-bert", "snapshots", HubModel.Commit];
        Assert.All(ends, end => Assert.Equal((0, folder, ""), end));
        AssertWeights(folder);
        Assert.Single(Hub.Calls, call => call.IsDelivery);
        Assert.Equal(1, Hub.Count("GET", "config.json"));
        Assert.Empty(Directory.EnumerateFiles(Cache["models--contoso--tiny-bert", "blobs"], "*.incomplete"));
    }

    [Fact]
    public async Task What_a_process_that_was_killed_had_downloaded_is_continued()
    {
        var started = new TaskCompletionSource();
        Hub.Instead = async (context, call, before) =>
        {
            bool isFirst = call.IsDelivery && before == 0;
            if (isFirst)
            {
                await LocalHub.Stall(context, Hub.Files[HubModel.Weights], 40_000, started.SetResult);
            }

            return isFirst;
        };

        using (HubProcess killed = new(Hub, Cache))
        {
            await started.Task;
            while (new FileInfo(WeightsBlob + ".incomplete") is not { Exists: true, Length: > 0 })
            {
                await Task.Delay(5);
            }

            killed.Kill();
            Assert.NotEqual(0, (await killed.End()).Code);
        }

        AssertWeights(await Resolve());
        Assert.Matches(@"^bytes=[1-9]\d*-$", Hub.Calls.Last(call => call.IsDelivery).Range);
    }

    [Fact]
    public async Task A_proxy_of_the_environment_is_asked_in_the_hubs_place()
    {
        // No name server knows the endpoint: what reaches the hub came as a request to a proxy. The host that delivers is excepted; the hub would not take it for one.
        using HubProcess process = new(Hub, Cache, ("HF_ENDPOINT", "http://hub.invalid"), ("http_proxy", Hub.Endpoint.AbsoluteUri), ("no_proxy", "127.0.0.1"));
        (int Code, string Output, string Errors) end = await process.End();

        Assert.Equal((0, Cache["models--contoso--tiny-bert", "snapshots", HubModel.Commit], ""), end);
        AssertWeights(end.Output);
        Assert.All(Hub.Calls.Where(call => !call.IsDelivery), call => Assert.Equal("hub.invalid", call.Host));
        Assert.All(Hub.Calls.Where(call => call.IsDelivery), call => Assert.Equal("127.0.0.1", call.Host));
    }

    [Fact]
    public async Task Variables_of_the_environment_are_those_that_count()
    {
        using HubProcess offline = new(Hub, Cache, ("HF_HUB_OFFLINE", "1"));
        (int code, _, string errors) = await offline.End();
        Assert.Equal(1, code);
        Assert.Contains("HF_HUB_OFFLINE forbids to download it", errors, StringComparison.Ordinal);
        Assert.Empty(Hub.Calls);

        using HubProcess online = new(Hub, Cache, ("HF_TOKEN", "hf_secret"));
        Assert.Equal(0, (await online.End()).Code);
        Assert.All(Hub.Calls, call => Assert.Equal(call.IsDelivery ? null : "Bearer hf_secret", call.Authorization));

        using HubProcess again = new(Hub, Cache, ("HF_HUB_OFFLINE", "1"));
        Assert.Equal(0, (await again.End()).Code);
    }
}
