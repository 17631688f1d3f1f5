using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Sources.Hub;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>huggingface_hub's environment variables, with its defaults.</summary>
public sealed class HubSettingsTests
{
    private static readonly string User = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public static TheoryData<string[], string> Caches => new()
    {
        { [], Path.Combine(User, ".cache", "huggingface", "hub") },
        { ["XDG_CACHE_HOME=/var/cache"], "/var/cache/huggingface/hub" },
        { ["XDG_CACHE_HOME=/var/cache", "HF_HOME=/srv/hf"], "/srv/hf/hub" },
        { ["HF_HOME=/srv/hf", "HF_HUB_CACHE=/fast/hub"], "/fast/hub" },
        { ["HF_HOME=~/models"], Path.Combine(User, "models", "hub") },
        { ["HF_HOME=", "HF_HUB_CACHE= "], Path.Combine(User, ".cache", "huggingface", "hub") },
    };

    [Theory]
    [MemberData(nameof(Caches))]
    public void The_cache_is_where_huggingface_hub_has_it(string[] variables, string folder) => Assert.Equal(folder, From(variables).CacheFolder);

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("Yes", true)]
    [InlineData("on", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void Offline_is_what_means_so(string value, bool isOffline) => Assert.Equal(isOffline, From($"HF_HUB_OFFLINE={value}").IsOffline);

    [Fact]
    public void The_hub_is_the_public_one_over_HTTPS_unless_the_variable_says_otherwise()
    {
        Assert.Equal("https://huggingface.co/", From().Endpoint.AbsoluteUri);
        Assert.Equal("http://mirror.test:8080/hf", From("HF_ENDPOINT=http://mirror.test:8080/hf/").Endpoint.AbsoluteUri);
    }

    [Theory]
    [InlineData("mirror.test")]
    [InlineData("file:///etc")]
    [InlineData("https://user:password@mirror.test")]
    [InlineData("https://mirror.test/?x=1")]
    public void An_endpoint_that_is_no_address_of_a_hub_is_refused_without_showing_it(string value)
    {
        string message = Assert.Throws<CheckpointException>(() => From($"HF_ENDPOINT={value}")).Message;

        Assert.Equal("HF_ENDPOINT is no address of a hub. Write one like https://huggingface.co, without user, query and fragment, or remove the variable.", message);
    }

    [Fact]
    public void The_token_is_the_variables_or_else_the_files()
    {
        using var home = new TemporaryFolder();
        Assert.Null(From($"HF_HOME={home.Path}").Token);

        File.WriteAllText(home["token"], "hf_file\n");
        Assert.Equal("hf_file", From($"HF_HOME={home.Path}").Token);
        Assert.Equal("hf_variable", From($"HF_HOME={home.Path}", "HF_TOKEN=hf_variable").Token);
    }

    [Fact]
    public void A_token_that_is_none_is_refused_without_showing_it()
    {
        string message = Assert.Throws<CheckpointException>(() => From("HF_TOKEN=secret\r\nX-Evil: 1")).Message;

        Assert.Equal("HF_TOKEN: this is no token of the hub. Copy it again from the settings of your account, or remove it.", message);
    }

    private static HubSettings From(params string[] variables)
    {
        Dictionary<string, string> values = new(variables.Select(variable => variable.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1])));
        return HubSettings.From(values.GetValueOrDefault);
    }
}
