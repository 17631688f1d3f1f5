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
}
