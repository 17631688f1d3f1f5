using System.Net.Http.Headers;

namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>
/// Requests to the hub. Redirects are followed by hand: the token goes to the hub's own host and to no other, and nothing leaves HTTPS.
/// Proxies are .NET's (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c>, or the system's).
/// </summary>
internal sealed class HubClient : IDisposable
{
    private const int MostRedirects = 8;
    private readonly HubSettings _settings;
    private readonly HttpClient _http;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="settings">Endpoint and token.</param>
    public HubClient(HubSettings settings)
    {
        _settings = settings;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new("CodegenBert", typeof(HubClient).Assembly.GetName().Version?.ToString(3)));
        _http.DefaultRequestHeaders.AcceptEncoding.Add(new("identity")); // a compressed body has other bytes than its hash is of
    }

    /// <summary>Sends a request. A HEAD stops where a redirect leaves the hub: who asks for what the hub says of a file does not ask the network that delivers it.</summary>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="from">The first byte that is wanted.</param>
    /// <param name="answered">Is shown each answer of the hub itself, redirects too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CheckpointException">The answer is no success, or there is none.</exception>
    public async Task<HttpResponseMessage> Send(HttpMethod method, HubRequest request, long from, Action<HttpResponseMessage>? answered, CancellationToken cancellationToken)
    {
        Uri address = request.Address;
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            HttpResponseMessage response = await Exchange(method, request, address, from, cancellationToken).ConfigureAwait(false);
            if (IsHub(address))
            {
                answered?.Invoke(response);
            }

            Uri? next = Redirect(response, address);
            if (response.IsSuccessStatusCode || (next is not null && method == HttpMethod.Head && !IsHub(next)))
            {
                return response;
            }

            using (response)
            {
                address = next switch
                {
                    null => throw HubFailure.Of(response, request, address),
                    { Scheme: "https" } => next,
                    { Scheme: "http" } when address.Scheme == "http" => next,
                    _ => throw new CheckpointException($"{request.PlaceOf(address)} leads to an address without HTTPS, which is refused. Check HF_ENDPOINT and the proxy."),
                };
            }
        }

        throw new CheckpointException($"{request.Place}: there are more than {MostRedirects} redirects. Check HF_ENDPOINT and the proxy.");
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> Exchange(HttpMethod method, HubRequest request, Uri address, long from, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, address);
        message.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
        message.Headers.Authorization = IsHub(address) && _settings.Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new TransientHubException($"{request.PlaceOf(address)} cannot be reached: {e.Message} Check the network, the proxy and HF_ENDPOINT.", innerException: e);
        }
    }

    /// <summary>The scheme, host and port of the endpoint.</summary>
    private bool IsHub(Uri address) => Uri.Compare(address, _settings.Endpoint, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static Uri? Redirect(HttpResponseMessage response, Uri address) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location ? new Uri(address, location) : null;
}
