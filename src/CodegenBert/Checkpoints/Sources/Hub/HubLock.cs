namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>Keeps processes from downloading the same file at once. It is the same lock as huggingface_hub's, so that both wait for each other.</summary>
internal static class HubLock
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock; dispose it to free it.</summary>
    /// <param name="path">The lock's file, which stays.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IDisposable> Take(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            if (FileLock.TryTake(path) is { } taken)
            {
                return taken;
            }

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }
}
