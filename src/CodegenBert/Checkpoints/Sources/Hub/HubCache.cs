namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>
/// A repository's part of Hugging Face's cache, in the layout that huggingface_hub writes and reads: <c>blobs/ETAG</c> holds contents,
/// <c>snapshots/COMMIT/NAME</c> links to them, <c>refs/REVISION</c> holds the commit that a branch or tag was.
/// </summary>
/// <param name="cacheFolder">The whole cache.</param>
/// <param name="repository">The repository.</param>
internal sealed class HubCache(string cacheFolder, HubRepository repository)
{
    private const int LongestReference = 64;

    /// <summary>The repository's folder.</summary>
    public string Folder { get; } = Path.Combine(cacheFolder, repository.CacheName);

    public string Blob(string etag) => Path.Combine(Folder, "blobs", etag);

    public string Snapshot(string commit) => Path.Combine(Folder, "snapshots", commit);

    /// <summary>The file that who downloads a blob holds.</summary>
    public string Lock(string etag) => Path.Combine(cacheFolder, ".locks", repository.CacheName, etag + ".lock");

    /// <summary>The folder of the revision, if the cache has all of it.</summary>
    public string? FindSnapshot()
    {
        string? commit = HubName.IsCommit(repository.Revision) ? repository.Revision.ToLowerInvariant() : ReadReference();
        return commit is not null && Snapshot(commit) is var folder && Directory.Exists(folder) && HubFiles.AreIn(folder) ? folder : null;
    }

    /// <summary>Puts a blob into a snapshot: a link, or a copy where links are not allowed (Windows without developer mode).</summary>
    public void Link(string commit, string name, string etag)
    {
        string path = Path.Combine(Snapshot(commit), name);
        Replace(path, fresh =>
        {
            try
            {
                File.CreateSymbolicLink(fresh, Path.Combine("..", "..", "blobs", etag));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                File.Copy(Blob(etag), fresh);
            }
        });
    }

    /// <summary>Notes what commit the revision is; a commit needs no note.</summary>
    public void WriteReference(string commit)
    {
        if (!HubName.IsCommit(repository.Revision))
        {
            Replace(Reference, fresh => File.WriteAllText(fresh, commit));
        }
    }

    private string Reference => Path.Combine([Folder, "refs", .. repository.Revision.Split('/')]);

    private string? ReadReference()
    {
        var file = new FileInfo(Reference);
        return file.Exists && file.Length <= LongestReference && File.ReadAllText(file.FullName).Trim() is var commit && HubName.IsCommit(commit) ? commit : null;
    }

    /// <summary>Writes beside the place and renames: whoever looks sees the old or the new.</summary>
    private static void Replace(string path, Action<string> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string fresh = $"{path}.{Guid.NewGuid():N}";
        write(fresh);
        File.Move(fresh, path, overwrite: true);
    }
}
