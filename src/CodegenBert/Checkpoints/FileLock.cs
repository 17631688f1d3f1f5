namespace CodegenBert.Checkpoints;

/// <summary>
/// A lock between processes that a file stands for. On Linux and macOS it is <c>flock</c>, on Windows the mode in which the file is shared; it ends with the
/// process, however that ends. The file stays: to delete it would let two hold the lock.
/// </summary>
internal static class FileLock
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    // EWOULDBLOCK of Linux and of macOS; ERROR_SHARING_VIOLATION.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    /// <summary>The lock for one alone, or null if anyone holds it; dispose it to free it.</summary>
    /// <param name="path">The lock's file; made if it is missing, its folder is not.</param>
    /// <exception cref="IOException">There can be no file of that name.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static IDisposable? TryTake(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>The lock for any number at once, or null if one has it for itself alone.</summary>
    /// <param name="path">The lock's file; made if it is missing, its folder is not.</param>
    /// <exception cref="IOException">There can be no file of that name.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is missing and may not be made.</exception>
    public static IDisposable? TryShare(string path) => TryOpen(path, FileAccess.Read, FileShare.Read);

    /// <summary>Tries again for a while.</summary>
    /// <param name="take">One of the two, for a file.</param>
    /// <param name="patience">How long.</param>
    /// <returns>The lock, or null if it could not be had in that time.</returns>
    public static IDisposable? Wait(Func<IDisposable?> take, TimeSpan patience)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            IDisposable? taken = take();
            if (taken is not null || Environment.TickCount64 - start >= patience.TotalMilliseconds)
            {
                return taken;
            }

            Thread.Sleep(Interval);
        }
    }

    private static FileStream? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 0);
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            return null;
        }
    }
}
