using CodegenBert.Checkpoints.Sources;

namespace CodegenBert.Tests.Checkpoints.Hub;

/// <summary>Keeps what a download reports.</summary>
internal sealed class DownloadLog(List<DownloadProgress> moments) : IProgress<DownloadProgress>
{
    public void Report(DownloadProgress value) => moments.Add(value);
}
