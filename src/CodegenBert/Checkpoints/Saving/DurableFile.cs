namespace CodegenBert.Checkpoints.Saving;

/// <summary>Files that are on the disk when the call returns.</summary>
internal static class DurableFile
{
    /// <summary>Writes a new file and flushes it to the disk.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }
}
