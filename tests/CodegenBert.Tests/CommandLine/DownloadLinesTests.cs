using CodegenBert.Samples.CommandLine.Progress;

namespace CodegenBert.Tests.CommandLine;

public sealed class DownloadLinesTests
{
    [Fact]
    public void A_download_gives_a_line_for_every_tenth_of_a_file()
    {
        using StringWriter output = new() { NewLine = "\n" };
        DownloadLines lines = new(output);
        lines.Report(new("config.json", 570, 570));
        for (long received = 0; received <= 440_000_000; received += 22_000_000)
        {
            lines.Report(new("model.safetensors", received, 440_000_000));
        }

        Assert.Equal(
            ["downloading config.json  100 % of 0.0 MB", .. Enumerable.Range(0, 11).Select(tenth => $"downloading model.safetensors  {10 * tenth} % of 440.0 MB"), ""],
            output.ToString().Split('\n'));
    }
}
