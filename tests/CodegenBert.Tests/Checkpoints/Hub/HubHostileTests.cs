using System.Text;
using CodegenBert.Tasks;
using Microsoft.AspNetCore.Http;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>A hub, or a spec, that means harm.</summary>
public sealed class HubHostileTests : HubTest
{
    [Theory]
    [InlineData("../../escaped.safetensors")]
    [InlineData("/tmp/escaped.safetensors")]
    [InlineData("..\\\\escaped.safetensors")]
    [InlineData("sub/model.safetensors")]
    [InlineData(".hidden.safetensors")]
    [InlineData("model\\u001b[2J.safetensors")]
    [InlineData("config.json")]
    [InlineData("")]
    public async Task An_index_that_names_what_is_no_file_of_weights_in_the_folder_is_refused(string name)
    {
        Index($$"""{ "weight_map": { "a": "{{name}}" } }""");

        string message = await Refusal();

        Assert.Matches("model.safetensors.index.json: \"weight_map\" is \".*\", but the name of a .safetensors file in the same folder is supported.$", message);
        Assert.DoesNotContain('\u001b', message);
        Assert.DoesNotContain(Hub.Calls, call => call.Path.Contains("escaped", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "weight_map": [] }""")]
    [InlineData("""{ "weight_map": {} }""")]
    [InlineData("[")]
    public async Task An_index_that_names_nothing_is_refused(string json)
    {
        Index(json);

        Assert.Contains("model.safetensors.index.json: ", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_in_the_list_of_files_that_leave_the_folder_are_never_asked_for()
    {
        Hub.Files.Add("../../../escaped.txt", [1]);
        Hub.Files.Add("/tmp/escaped.txt", [1]);

        string folder = await Resolve();

        Assert.Equal(HubModel.Fetched, Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Hub.Calls, call => call.Path.Contains("escaped", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{ \"siblings\": [] }")]
    [InlineData("{ \"sha\": \"../../..\", \"siblings\": [] }")]
    [InlineData("{ \"sha\": 7, \"siblings\": [] }")]
    [InlineData("{ \"sha\": \"0123456789abcdef0123456789abcdef01234567\", \"siblings\": [7] }")]
    [InlineData("<html>a login page</html>")]
    public async Task A_list_of_files_that_is_none_is_refused(string body)
    {
        Instead("/api/", context => context.Response.WriteAsync(body));

        string message = await Refusal();

        Assert.StartsWith("hub:contoso/tiny-bert@main, the list of files: ", message, StringComparison.Ordinal);
        Assert.EndsWith("Check HF_ENDPOINT and the proxy.", message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Cache.Path));
    }

    [Fact]
    public async Task A_list_of_files_without_an_end_is_cut_off()
    {
        Instead("/api/", async context =>
        {
            byte[] part = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (int i = 0; i < 64 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(part);
            }
        });

        Assert.Contains("the server sends more than it has announced, or more than such a file has.", await Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"../../escaped\"")]
    [InlineData("\"\"")]
    [InlineData("W/\"abc\"")]
    public async Task An_ETag_that_is_no_hash_is_refused(string etag)
    {
        Instead("/config.json", context =>
        {
            context.Response.Headers.ETag = etag;
            context.Response.ContentLength = 1;
            return Task.CompletedTask;
        });

        Assert.Contains($"{PlaceOf("config.json")}: the server names no hash of the file", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_announced_larger_than_such_a_file_can_be_is_not_downloaded()
    {
        Instead("/config.json", context =>
        {
            context.Response.Headers.ETag = $"\"{new string('c', 40)}\"";
            context.Response.ContentLength = 1L << 40;
            return Task.CompletedTask;
        });

        Assert.EndsWith("config.json: the file has 1099511627776 bytes; at most 67108864 are downloaded for such a file.", await Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bert", null)]
    [InlineData("../bert", null)]
    [InlineData("a/b/c", null)]
    [InlineData("a/..", null)]
    [InlineData("a\\b/c", null)]
    [InlineData("a--b/c", null)]
    [InlineData("contoso/bert?x", null)]
    [InlineData("contoso/bert", "")]
    [InlineData("contoso/bert", "../main")]
    [InlineData("contoso/bert", "a//b")]
    [InlineData("contoso/bert", "/main")]
    [InlineData("contoso/bert", "main ")]
    [InlineData("contoso/bert", "-x")]
    public async Task Names_that_are_none_of_the_hub_are_refused_before_anything_is_asked_or_written(string name, string? revision)
    {
        string message = await Refusal(new EncoderReference(EncoderSource.Hub, name) { Revision = revision });

        Assert.Matches("^hub:.*(this is no name of the hub|is no branch, tag or commit)", message);
        Assert.Empty(Hub.Calls);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Cache.Path));
    }

    private void Index(string json)
    {
        Hub.Files.Remove(HubModel.Weights);
        Hub.Files.Add("model.safetensors.index.json", Encoding.UTF8.GetBytes(json));
    }

    private void Instead(string part, Func<HttpContext, Task> answer) => Hub.Instead = async (context, call, _) =>
    {
        bool isMeant = call.Path.Contains(part, StringComparison.Ordinal);
        if (isMeant)
        {
            await answer(context);
        }

        return isMeant;
    };
}
