namespace CodegenBert.Checkpoints.Sources;

/// <summary>A moment of a download of an encoder from the hub.</summary>
/// <param name="File">The file's name in the repository.</param>
/// <param name="BytesReceived">Bytes that are on the disk, those of an earlier run included.</param>
/// <param name="TotalBytes">All of the file's bytes.</param>
public sealed record DownloadProgress(string File, long BytesReceived, long TotalBytes);
