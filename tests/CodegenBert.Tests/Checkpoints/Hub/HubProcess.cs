using System.Diagnostics;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>Another process that resolves the encoder, with the environment that a user's would have.</summary>
internal sealed class HubProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    /// <summary>Starts it.</summary>
    /// <param name="hub">The hub that it finds.</param>
    /// <param name="cache">Its cache.</param>
    /// <param name="variables">What else its environment has, or has otherwise.</param>
    public HubProcess(LocalHub hub, TemporaryFolder cache, params (string Name, string? Value)[] variables)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, ["exec", typeof(HubProcess).Assembly.Location, HubModel.Name]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in (IEnumerable<(string, string?)>)
        [
            ("HF_ENDPOINT", hub.Endpoint.AbsoluteUri), ("HF_HOME", cache.Path), ("HF_HUB_CACHE", cache.Path), ("HF_TOKEN", null), ("HF_HUB_OFFLINE", null), .. variables,
        ])
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public void Kill() => _process.Kill();

    /// <summary>Waits for its end.</summary>
    public async Task<(int Code, string Output, string Errors)> End()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, (await _output).Trim(), (await _errors).Trim());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
