using System.Diagnostics;

namespace CodegenBert.Tests.Modeling;

/// <summary>What goes wrong in a backward pass of ours becomes an exception, in a process of its own: it would end with it otherwise.</summary>
public sealed class BackwardTests
{
    [Fact]
    public async Task A_failure_in_a_backward_pass_is_an_exception_that_says_where_and_the_process_goes_on()
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        using Process process = Process.Start(new ProcessStartInfo(dotnet, ["exec", typeof(BackwardCommand).Assembly.Location, "backward"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string[] lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, await errors);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("CodegenBertException from NotSupportedException: The backward pass failed in FailingFunction: by design", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("CodegenBertException from ", lines[1], StringComparison.Ordinal);
        Assert.Contains(": The backward pass failed in RecomputedLayer: ", lines[1], StringComparison.Ordinal);
        Assert.Equal("no exception", lines[2]);
    }
}
