using CodegenBert.Checkpoints;

namespace CodegenBert.Training.Representations;

/// <summary>
/// The folder of all shelves: a folder for each, and beside them the files that their locks are. A shelf that is open in a process is locked as in use, and so is not evicted.
/// </summary>
/// <param name="cache">Where, and how large at most.</param>
internal sealed class CacheFolder(RepresentationCache cache)
{
    private const string Locks = "locks";
    private const int KeyLength = 64;

    /// <summary>Marks caches for programs that save or search files (bford.info/cachedir).</summary>
    private const string Tag = "Signature: 8a477f597d28d172789f06886806bc55\n# What frozen encoders say of texts, remembered by CodegenBert. It can be deleted at any time.\n";

    /// <summary>The folder of a shelf.</summary>
    public string Shelf(string key) => Path.Combine(cache.Folder, key);

    /// <summary>The file that the writers' lock of a shelf is.</summary>
    public string WritersLock(string key) => Path.Combine(cache.Folder, Locks, key + ".writer");

    /// <summary>Makes the folder.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public void Make()
    {
        Directory.CreateDirectory(Path.Combine(cache.Folder, Locks));
        string tag = Path.Combine(cache.Folder, "CACHEDIR.TAG");
        if (!File.Exists(tag))
        {
            File.WriteAllText(tag, Tag);
        }
    }

    /// <summary>Locks a shelf as in use, and notes the time, for eviction. Null if it is just being evicted, or there can be no lock: one who may not write there may still read.</summary>
    public IDisposable? Use(string key)
    {
        try
        {
            IDisposable? use = FileLock.Wait(() => FileLock.TryShare(UseLock(key)), cache.LockPatience);
            NoteUse(key);
            return use;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Notes that a shelf is used now.</summary>
    public void NoteUse(string key)
    {
        try
        {
            File.SetLastWriteTimeUtc(UseLock(key), DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be written, nothing is evicted either.
        }
    }

    /// <summary>Evicts shelves, the one that was not used for the longest time first, until so many bytes more are within the bound.</summary>
    /// <param name="bytes">How many bytes more.</param>
    /// <param name="own">The shelf that they are for, which stays.</param>
    /// <returns>Whether there is room now.</returns>
    public bool MakeRoom(long bytes, string own)
    {
        (string Key, long Bytes)[] shelves = [.. Shelves()];
        long total = bytes + shelves.Sum(shelf => shelf.Bytes);
        foreach ((string key, long size) in shelves.Where(shelf => shelf.Key != own).OrderBy(shelf => File.GetLastWriteTimeUtc(UseLock(shelf.Key))))
        {
            if (total <= cache.MostBytes)
            {
                break;
            }

            total -= TryEvict(key) ? size : 0;
        }

        return total <= cache.MostBytes;
    }

    /// <summary>Deletes a shelf, unless it is in use.</summary>
    public bool TryEvict(string key)
    {
        try
        {
            using IDisposable? alone = FileLock.TryTake(UseLock(key));
            if (alone is null || !Directory.Exists(Shelf(key)))
            {
                return false;
            }

            // What a crash leaves of it has no index, and so no entries.
            File.Delete(Path.Combine(Shelf(key), Representations.Shelf.IndexName));
            Directory.Delete(Shelf(key), recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Bytes of a shelf; 0 if there is none.</summary>
    public long Size(string key)
    {
        try
        {
            return Directory.Exists(Shelf(key)) ? new DirectoryInfo(Shelf(key)).EnumerateFiles().Sum(file => file.Length) : 0;
        }
        catch (IOException)
        {
            return 0; // another process is deleting it
        }
    }

    private string UseLock(string key) => Path.Combine(cache.Folder, Locks, key + ".used");

    private IEnumerable<(string Key, long Bytes)> Shelves() =>
        from folder in new DirectoryInfo(cache.Folder).EnumerateDirectories()
        where folder.Name.Length == KeyLength && folder.Name.All(char.IsAsciiHexDigitLower)
        select (folder.Name, Size(folder.Name));
}
