using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using CodegenBert.Checkpoints.Sources.Hub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>A request that the hub saw.</summary>
internal sealed record HubCall(string Method, string Host, string Path, string? Range, string? Authorization, bool IsDelivery);

/// <summary>
/// A hub on this machine, over real HTTP: the list of files, <c>resolve</c> with the hub's headers, and large files on another address, where redirects with
/// a signature lead. A test may answer a request itself.
/// </summary>
internal sealed class LocalHub : IAsyncDisposable
{
    private readonly Lock _counting = new();
    private readonly WebApplication _server;
    private readonly int _deliveryPort;

    private LocalHub(WebApplication server, Uri endpoint, int deliveryPort) => (_server, Endpoint, _deliveryPort) = (server, endpoint, deliveryPort);

    public Uri Endpoint { get; }

    public ConcurrentQueue<HubCall> Calls { get; } = [];

    public Dictionary<string, byte[]> Files { get; } = HubModel.Files();

    /// <summary>Answers in the hub's place if it returns true; it is given the call and how many like it (method and path) came before.</summary>
    public Func<HttpContext, HubCall, int, Task<bool>> Instead { get; set; } = (_, _, _) => Task.FromResult(false);

    /// <summary>What the weights' hash is said to be; null for the truth.</summary>
    public string? AnnouncedHash { get; set; }

    public static async Task<LocalHub> Start()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        WebApplication server = builder.Build();
        LocalHub? hub = null;
        server.Run(context => hub!.Answer(context));
        await server.StartAsync();
        Uri[] addresses = [.. server.Urls.Select(url => new Uri(url))];
        return hub = new LocalHub(server, addresses[0], addresses[1].Port);
    }

    /// <summary>Settings of a process that finds this hub, with waits that a test has time for.</summary>
    public HubSettings Settings(TemporaryFolder cache) => new() { Endpoint = Endpoint, CacheFolder = cache.Path, FirstDelay = TimeSpan.FromMilliseconds(1) };

    /// <summary>Sends the first bytes of an answer that claims to be whole, then cuts the connection once something has arrived (a reset overtakes what is under way).</summary>
    public static async Task Cut(HttpContext context, byte[] content, int after, Func<bool> hasArrived)
    {
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.AsMemory(0, after));
        await context.Response.Body.FlushAsync();
        while (!hasArrived())
        {
            await Task.Delay(5, context.RequestAborted);
        }

        context.Abort();
    }

    /// <summary>Sends the first bytes of an answer that claims to be whole, and nothing more until the other side goes.</summary>
    public static async Task Stall(HttpContext context, byte[] content, int after, Action? sent = null)
    {
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.AsMemory(0, after));
        await context.Response.Body.FlushAsync();
        sent?.Invoke();
        var gone = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    /// <summary>How often a file was sent, or its head.</summary>
    public int Count(string method, string name) => Calls.Count(call => call.Method == method && call.Path.EndsWith("/" + name, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    private async Task Answer(HttpContext context)
    {
        HttpRequest request = context.Request;
        var call = new HubCall(request.Method, request.Host.Host, request.Path, request.Headers.Range, request.Headers.Authorization, context.Connection.LocalPort == _deliveryPort);
        int before;
        lock (_counting)
        {
            before = Calls.Count(earlier => (earlier.Method, earlier.Path) == (call.Method, call.Path));
            Calls.Enqueue(call);
        }

        if (await Instead(context, call, before))
        {
            return;
        }

        string resolve = $"/{HubModel.Name}/resolve/{HubModel.Commit}/", name = call.Path[(call.Path.LastIndexOf('/') + 1)..];
        if (call.Path.StartsWith($"/api/models/{HubModel.Name}/revision/", StringComparison.Ordinal))
        {
            await context.Response.WriteAsJsonAsync(new { sha = HubModel.Commit, siblings = Files.Keys.Select(file => new { rfilename = file }) });
        }
        else if (!Files.TryGetValue(name, out byte[]? content) || !(call.IsDelivery || call.Path == resolve + name))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            await Send(context, call, name, content);
        }
    }

    private async Task Send(HttpContext context, HubCall call, string name, byte[] content)
    {
        HttpResponse response = context.Response;
        string hash = HubModel.IsLarge(name) ? AnnouncedHash ?? HubModel.Hash(name, content) : HubModel.Hash(name, content);
        if (call.IsDelivery || !HubModel.IsLarge(name))
        {
            // Another host's ETag is its own.
            response.Headers.ETag = call.IsDelivery ? "\"delivered\"" : $"\"{hash}\"";
            await Results.Bytes(content, enableRangeProcessing: true).ExecuteAsync(context);
            return;
        }

        response.Headers["X-Repo-Commit"] = HubModel.Commit;
        response.Headers["X-Linked-Etag"] = $"\"{hash}\"";
        response.Headers["X-Linked-Size"] = $"{content.Length}";
        response.Headers.ETag = "\"of-the-redirect\"";
        response.StatusCode = StatusCodes.Status302Found;
        response.Headers.Location = $"http://127.0.0.1:{_deliveryPort}/delivery/{name}?signature=secret";
    }
}
