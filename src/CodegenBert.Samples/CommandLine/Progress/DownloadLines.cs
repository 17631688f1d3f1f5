using CodegenBert.Checkpoints.Sources;

namespace CodegenBert.Samples.CommandLine.Progress;

/// <summary>Shows how the download of an encoder gets on: a line for every tenth of a file.</summary>
/// <param name="output">Where to.</param>
internal sealed class DownloadLines(TextWriter output) : IProgress<DownloadProgress>
{
    private (string File, long Tenths) _shown;

    /// <inheritdoc />
    public void Report(DownloadProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        (string File, long Tenths) now = (value.File, 10 * value.BytesReceived / Math.Max(1, value.TotalBytes));
        if (now != _shown)
        {
            _shown = now;
            output.WriteLine(FormattableString.Invariant($"downloading {value.File}  {10 * now.Tenths} % of {value.TotalBytes / 1e6:F1} MB"));
        }
    }
}
