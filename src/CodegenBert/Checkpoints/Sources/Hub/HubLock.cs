namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>
/// Keeps processes from downloading the same file at once. On Linux and macOS it is <c>flock</c>, as huggingface_hub's, so that both wait for each other;
/// it ends with the process, however that ends.
/// </summary>
internal static class HubLock
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // EWOULDBLOCK of Linux and of macOS; ERROR_SHARING_VIOLATION.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Waits for the lock; dispose it to free it.</summary>
    /// <param name="path">The lock's file, which stays: to delete it would let two hold it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IDisposable> Take(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (Held.Contains(e.HResult))
            {
                await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
