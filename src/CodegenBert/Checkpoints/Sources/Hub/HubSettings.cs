namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>Where the hub is, where its cache lies and how patient to be: huggingface_hub's environment variables, with its defaults.</summary>
internal sealed record HubSettings
{
    private const string DefaultEndpoint = "https://huggingface.co";
    private static readonly string[] Truths = ["1", "ON", "YES", "TRUE"];

    /// <summary>The hub's address without a slash at its end.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The folder with a <c>models--org--name</c> for each repository.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Sent to the endpoint and to no other host; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Whether the network must not be used.</summary>
    public bool IsOffline { get; init; }

    /// <summary>How often a request is sent at most.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The wait after the first failure; each later one is twice as long.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait, also for a server that asks for more.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a server may send nothing.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The settings of this process.</summary>
    /// <exception cref="CheckpointException">A variable has no usable value.</exception>
    public static HubSettings FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>The settings of any variables.</summary>
    /// <param name="variable">A variable's value by its name; null where it is not set.</param>
    /// <exception cref="CheckpointException">A variable has no usable value.</exception>
    public static HubSettings From(Func<string, string?> variable)
    {
        string? Value(string name) => string.IsNullOrWhiteSpace(variable(name)) ? null : variable(name)!.Trim();
        string cache = Value("XDG_CACHE_HOME") ?? Path.Combine(UserFolder, ".cache");
        string home = Expand(Value("HF_HOME") ?? Path.Combine(cache, "huggingface"));
        return new()
        {
            Endpoint = ReadEndpoint(Value("HF_ENDPOINT") ?? DefaultEndpoint),
            CacheFolder = Expand(Value("HF_HUB_CACHE") ?? Path.Combine(home, "hub")),
            Token = ReadToken(Value("HF_TOKEN"), Expand(Value("HF_TOKEN_PATH") ?? Path.Combine(home, "token"))),
            IsOffline = Truths.Contains(Value("HF_HUB_OFFLINE")?.ToUpperInvariant()),
        };
    }

    private static string UserFolder => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string Expand(string path) => Path.GetFullPath(path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? UserFolder + path[1..] : path);

    private static Uri ReadEndpoint(string value) =>
        Uri.TryCreate(value.TrimEnd('/'), UriKind.Absolute, out Uri? endpoint)
        && endpoint.Scheme is "https" or "http" && endpoint.UserInfo.Length == 0 && endpoint.Query.Length == 0 && endpoint.Fragment.Length == 0
            ? endpoint
            : throw new CheckpointException("HF_ENDPOINT is no address of a hub. Write one like https://huggingface.co, without user, query and fragment, or remove the variable.");

    /// <summary>A token stands in the variable, or in the file that <c>hf auth login</c> writes.</summary>
    private static string? ReadToken(string? value, string file)
    {
        const int longest = 4096;
        string? token = value ?? (File.Exists(file) && new FileInfo(file).Length <= longest ? File.ReadAllText(file).Trim() : null);
        return string.IsNullOrEmpty(token) ? null
            : token.Length <= longest && token.All(c => c is > ' ' and < '\x7f') ? token
            : throw new CheckpointException($"{(value is null ? file : "HF_TOKEN")}: this is no token of the hub. Copy it again from the settings of your account, or remove it.");
    }
}
