using CodegenBert.Tasks;
using Microsoft.AspNetCore.Http;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>What the hub may answer instead: messages that say what was asked where, the status, and what to do.</summary>
public sealed class HubFailureTests : HubTest
{
    private const string Listing = "/api/models/contoso/tiny-bert/revision/main";

    [Theory]
    [InlineData(401, "RepoNotFound", "401 (Unauthorized): there is no such repository, or it is private or gated. Check its name; for a private one set HF_TOKEN to a token that may read it.")]
    [InlineData(401, null, "401 (Unauthorized): there is no such repository, or it is private or gated. Check its name; for a private one set HF_TOKEN to a token that may read it.")]
    [InlineData(403, "GatedRepo", "403 (Forbidden): access is refused. Accept the model's terms on its page, and set HF_TOKEN to a token of that account that may read it.")]
    [InlineData(404, "RepoNotFound", "404 (NotFound): there is no such repository, or it is private or gated. Check its name; for a private one set HF_TOKEN to a token that may read it.")]
    [InlineData(404, "RevisionNotFound", "404 (NotFound): contoso/tiny-bert has no revision 'main'. Write a branch, tag or commit of its page.")]
    [InlineData(404, null, "404 (NotFound): it was not found. Check the repository's name, the revision, and HF_ENDPOINT.")]
    [InlineData(418, null, "418 (418): this is no answer of a hub that is understood. Check HF_ENDPOINT and the proxy.")]
    public async Task A_repository_that_is_refused_is_asked_for_once_and_the_message_says_what_to_do(int status, string? code, string expected)
    {
        Answer(Listing, status, times: int.MaxValue, headers: ("X-Error-Code", code));

        string message = await Refusal();

        Assert.Equal($"hub:contoso/tiny-bert@main, the list of files: {Hub.Endpoint.AbsoluteUri.TrimEnd('/')}{Listing} answered {expected}", message);
        Assert.Single(Hub.Calls);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Cache.Path));
    }

    [Fact]
    public async Task A_file_that_the_hub_lists_and_does_not_have_is_named()
    {
        Answer("/config.json", StatusCodes.Status404NotFound, times: int.MaxValue, headers: ("X-Error-Code", "EntryNotFound"));

        Assert.Contains($"{PlaceOf("config.json")} answered 404 (NotFound): the revision has no such file.", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_the_host_that_delivers_does_not_show_the_signature()
    {
        Answer("/delivery/model.safetensors", StatusCodes.Status403Forbidden, times: int.MaxValue);

        string message = await Refusal();

        Assert.Contains("/delivery/model.safetensors answered 403 (Forbidden)", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_pass_is_asked_again_until_it_succeeds(int status)
    {
        Answer("/config.json", status, times: 2);
        Answer("/delivery/model.safetensors", status, times: 2);

        AssertWeights(await Resolve());
        Assert.Equal(3, Hub.Count("HEAD", "config.json"));
        Assert.Equal(3, Hub.Calls.Count(call => call.IsDelivery));
    }

    [Fact]
    public async Task What_does_not_pass_is_given_up_after_a_bounded_number_of_attempts()
    {
        Answer(Listing, StatusCodes.Status500InternalServerError, times: int.MaxValue);

        Assert.EndsWith("answered 500 (InternalServerError). Attempts: 4. Run it again later; what has arrived is kept.", await Refusal(change: settings => settings with { Attempts = 4 }), StringComparison.Ordinal);
        Assert.Equal(4, Hub.Calls.Count);
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_in_seconds_is_waited_for()
    {
        Answer(Listing, StatusCodes.Status429TooManyRequests, times: 1, headers: ("Retry-After", "1"));

        AssertWaited(await Attempts(Listing));
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_until_a_date_is_waited_for()
    {
        Answer(Listing, StatusCodes.Status429TooManyRequests, times: 1, headers: ("Retry-After", DateTimeOffset.UtcNow.AddSeconds(3).ToString("R")));

        AssertWaited(await Attempts(Listing));
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_for_hours_is_given_up()
    {
        Answer(Listing, StatusCodes.Status429TooManyRequests, times: 1, headers: ("Retry-After", "7200"));

        Assert.EndsWith("answered 429 (TooManyRequests). Attempts: 1, and the server asks to wait 7200 s. Run it again later; what has arrived is kept.", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_with_another_hash_than_announced_are_refused_and_deleted()
    {
        Hub.AnnouncedHash = new('a', 64);

        Assert.Contains($"{PlaceOf(HubModel.Weights)}: the file's hash is not {Hub.AnnouncedHash}, which the server announced. It was deleted;", await Refusal(), StringComparison.Ordinal);
        AssertNoWeights();
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_named()
    {
        await Hub.DisposeAsync();

        Assert.StartsWith($"hub:contoso/tiny-bert@main, the list of files: {Hub.Endpoint.AbsoluteUri.TrimEnd('/')}{Listing} cannot be reached: ", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_in_a_circle_ends()
    {
        Answer(Listing, StatusCodes.Status302Found, times: int.MaxValue, headers: ("Location", Listing));

        Assert.EndsWith("there are more than 8 redirects. Check HF_ENDPOINT and the proxy.", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_a_local_file_is_refused()
    {
        Answer(Listing, StatusCodes.Status302Found, times: 1, headers: ("Location", "file:///etc/passwd"));

        Assert.EndsWith("leads to an address without HTTPS, which is refused. Check HF_ENDPOINT and the proxy.", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_without_a_vocabulary_is_no_encoder()
    {
        Hub.Files.Remove("vocab.txt");

        Assert.StartsWith("hub:contoso/tiny-bert@v1: the repository is no encoder: it needs config.json, vocab.txt or tokenizer.json, ", await Refusal(HubModel.Reference with { Revision = "v1" }), StringComparison.Ordinal);
    }

    /// <summary>The times at which a path was asked for.</summary>
    private async Task<List<DateTimeOffset>> Attempts(string path)
    {
        var times = new List<DateTimeOffset>();
        Func<HttpContext, HubCall, int, Task<bool>> instead = Hub.Instead;
        Hub.Instead = (context, call, before) =>
        {
            if (call.Path == path)
            {
                times.Add(DateTimeOffset.UtcNow);
            }

            return instead(context, call, before);
        };
        AssertWeights(await Resolve());
        return times;
    }

    /// <summary>At least the second that was asked for, whatever the machine's load: the back-off alone is a millisecond.</summary>
    private static void AssertWaited(List<DateTimeOffset> times)
    {
        Assert.Equal(2, times.Count);
        Assert.True(times[1] - times[0] > TimeSpan.FromSeconds(0.9), $"{times[1] - times[0]}");
    }

    private void Answer(string pathEnd, int status, int times, params (string Name, string? Value)[] headers)
    {
        Func<HttpContext, HubCall, int, Task<bool>> others = Hub.Instead;
        Hub.Instead = async (context, call, before) =>
        {
            if (!call.Path.EndsWith(pathEnd, StringComparison.Ordinal) || before >= times)
            {
                return await others(context, call, before);
            }

            context.Response.StatusCode = status;
            foreach ((string name, string? value) in headers.Where(header => header.Value is not null))
            {
                context.Response.Headers[name] = value;
            }

            return true;
        };
    }
}
