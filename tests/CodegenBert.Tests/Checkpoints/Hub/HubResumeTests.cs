using Microsoft.AspNetCore.Http;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>Downloads that stop half-way, and go on.</summary>
public sealed class HubResumeTests : HubTest
{
    private const int Half = 40_000;

    private byte[] Weights => Hub.Files[HubModel.Weights];

    [Fact]
    public async Task A_connection_that_is_cut_is_continued_where_it_ended()
    {
        OnDelivery(async (context, _, before) =>
        {
            if (before == 0)
            {
                await LocalHub.Cut(context, Weights, Half, () => new FileInfo(WeightsBlob + ".incomplete") is { Exists: true, Length: > 0 });
            }

            return before == 0;
        });

        AssertWeights(await Resolve());
        HubCall[] deliveries = [.. Hub.Calls.Where(call => call.IsDelivery)];
        Assert.Equal(2, deliveries.Length);
        Assert.Matches(@"^bytes=[1-9]\d*-$", deliveries[1].Range);
        Assert.False(File.Exists(WeightsBlob + ".incomplete"));
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_continued()
    {
        LeavePart(Weights[..Half]);

        AssertWeights(await Resolve());
        Assert.Equal($"bytes={Half}-", Hub.Calls.Single(call => call.IsDelivery).Range);
    }

    [Fact]
    public async Task What_an_earlier_run_left_whole_is_not_fetched_again()
    {
        LeavePart(Weights);

        AssertWeights(await Resolve());
        Assert.DoesNotContain(Hub.Calls, call => call.IsDelivery);
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_file_is_begun_again()
    {
        LeavePart([.. Weights, 0]);

        AssertWeights(await Resolve());
        Assert.Equal("", Hub.Calls.Single(call => call.IsDelivery).Range ?? "");
    }

    [Fact]
    public async Task A_part_of_something_else_is_noticed_and_deleted_and_the_next_run_succeeds()
    {
        LeavePart(new byte[Half]);

        Assert.Contains("It was deleted; run it again", await Refusal(), StringComparison.Ordinal);
        AssertNoWeights();
        AssertWeights(await Resolve());
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_it_from_its_beginning()
    {
        LeavePart(Weights[..Half]);
        OnDelivery(async (context, _, _) =>
        {
            context.Response.ContentLength = Weights.Length;
            await context.Response.Body.WriteAsync(Weights);
            return true;
        });

        AssertWeights(await Resolve());
    }

    [Fact]
    public async Task A_server_that_always_cuts_is_given_up_and_what_arrived_is_kept()
    {
        OnDelivery((context, _, _) =>
        {
            context.Abort();
            return Task.FromResult(true);
        });
        LeavePart(Weights[..Half]);

        Assert.Matches("Attempts: 3. Run it again later; what has arrived is kept.$", await Refusal(change: settings => settings with { Attempts = 3 }));
        Assert.Equal(Weights[..Half], File.ReadAllBytes(WeightsBlob + ".incomplete"));
    }

    [Fact]
    public async Task A_server_that_sends_more_than_it_announced_is_cut_off()
    {
        OnDelivery(async (context, _, _) =>
        {
            await context.Response.Body.WriteAsync(new byte[Weights.Length + 1]);
            return true;
        });

        Assert.Contains($"{PlaceOf(HubModel.Weights)}: the server sends more than it has announced", await Refusal(), StringComparison.Ordinal);
        Assert.False(File.Exists(WeightsBlob));
    }

    [Fact]
    public async Task A_server_that_stalls_is_left_and_asked_for_the_rest()
    {
        OnDelivery(async (context, _, before) =>
        {
            if (before == 0)
            {
                await LocalHub.Stall(context, Weights, Half);
            }

            return before == 0;
        });

        AssertWeights(await Resolve(change: settings => settings with { StallTimeout = TimeSpan.FromSeconds(2) }));
        Assert.Equal(2, Hub.Calls.Count(call => call.IsDelivery));
    }

    [Fact]
    public async Task A_download_that_is_cancelled_stops_and_keeps_what_arrived()
    {
        using var cancellation = new CancellationTokenSource();
        OnDelivery(async (context, _, _) =>
        {
            await LocalHub.Stall(context, Weights, Half, cancellation.Cancel);
            return true;
        });

        var stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Resolve(cancellationToken: cancellation.Token));

        Assert.Equal(cancellation.Token, stopped.CancellationToken);
        Assert.True(File.Exists(WeightsBlob + ".incomplete"));
        Hub.Instead = (_, _, _) => Task.FromResult(false);
        AssertWeights(await Resolve());
    }

    [Fact]
    public async Task A_disk_that_is_full_is_named_with_the_way_out()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(WeightsBlob)!);
        File.CreateSymbolicLink(WeightsBlob + ".incomplete", "/dev/full");

        string message = await Refusal();

        Assert.StartsWith($"hub:contoso/tiny-bert@main: the cache in {Cache["models--contoso--tiny-bert"]} cannot be used: No space left on device", message, StringComparison.Ordinal);
        Assert.EndsWith("Free the disk, or set HF_HUB_CACHE to another folder; what has arrived is kept.", message, StringComparison.Ordinal);
        Assert.False(File.Exists(WeightsBlob));
    }

    private void OnDelivery(Func<HttpContext, HubCall, int, Task<bool>> instead) =>
        Hub.Instead = (context, call, before) => call.IsDelivery ? instead(context, call, before) : Task.FromResult(false);

    private void LeavePart(byte[] part)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(WeightsBlob)!);
        File.WriteAllBytes(WeightsBlob + ".incomplete", part);
    }
}
