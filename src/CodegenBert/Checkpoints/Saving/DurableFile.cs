using System.Runtime.InteropServices;

namespace CodegenBert.Checkpoints.Saving;

/// <summary>Files and folders that are on the disk when the call returns.</summary>
internal static partial class DurableFile
{
    /// <summary>Writes a new file and flushes it to the disk.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Flushes a folder's entries to the disk, so that a rename in it survives a power failure. Where the system has no such call (Windows) or refuses it, the
    /// rename is as durable as the file system makes it.
    /// </summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(path, 0); // O_RDONLY
        if (descriptor >= 0)
        {
            _ = Synchronize(descriptor);
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
