using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training.Representations;

/// <summary>A store that cannot be written costs a warning, never the run.</summary>
public sealed class UnwritableTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_folder_that_cannot_be_made_gives_one_warning()
    {
        File.WriteAllText(_folder["file"], "");

        Same("all", _folder["file", "cache"], _folder["file", "cache"]);
    }

    [LinuxFact]
    public void A_full_disk_gives_one_warning_and_leaves_what_was_there()
    {
        _ = CachedRun.Of(encoder.Folder, "all", new RepresentationCache(_folder.Path));
        string rows = Path.Combine(Directory.EnumerateDirectories(_folder.Path).Single(folder => Path.GetFileName(folder).Length == 64), "rows");
        File.Move(rows, rows + ".aside");
        File.CreateSymbolicLink(rows, "/dev/full"); // every write to it finds no space
        File.Move(Path.Combine(Path.GetDirectoryName(rows)!, "index"), _folder["index"]);

        Same("all", _folder.Path, "No space left on device");

        File.Move(rows + ".aside", rows, overwrite: true);
        File.Move(_folder["index"], Path.Combine(Path.GetDirectoryName(rows)!, "index"), overwrite: true);
        Assert.Equal(0, CachedRun.Of(encoder.Folder, "all", new RepresentationCache(_folder.Path)).Encoded.Texts);
    }

    [Fact]
    public void Where_another_process_writes_and_writes_the_run_goes_on_in_memory()
    {
        _ = CachedRun.Of(encoder.Folder, "all", new RepresentationCache(_folder.Path), [.. CachedRun.Train.Take(9)]);
        string locked = Directory.EnumerateFiles(_folder["locks"], "*.writer").Single();
        using (new FileStream(locked, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Same("all", _folder.Path, "another process has been writing for 0.1 s");
        }

        Assert.NotEqual(0, CachedRun.Of(encoder.Folder, "all", new RepresentationCache(_folder.Path)).Encoded.Texts);
        Assert.Equal(0, CachedRun.Of(encoder.Folder, "all", new RepresentationCache(_folder.Path)).Encoded.Texts);
    }

    [LinuxFact]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public void A_read_only_folder_is_read_and_what_it_lacks_kept_in_memory_with_one_warning()
    {
        string cache = _folder["cache"];
        _ = CachedRun.Of(encoder.Folder, "all", new RepresentationCache(cache), [.. CachedRun.Train.Take(9)]);
        const UnixFileMode readOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        string[] folders = [cache, .. Directory.EnumerateDirectories(cache)];
        string[] readers = [encoder.Folder, _folder.Path];
        Array.ForEach(readers, folder => File.SetUnixFileMode(folder, readOnly | UnixFileMode.UserWrite));
        Array.ForEach(folders, folder => File.SetUnixFileMode(folder, readOnly));
        try
        {
            CachedRun run = OtherUser.Do(() => CachedRun.Of(encoder.Folder, "all", new RepresentationCache(cache)));

            Assert.Equal(CachedRun.Of(encoder.Folder, "all", cache: null).Weights, run.Weights);
            Assert.Equal((CachedRun.Train.Count - 9, CachedRun.Validation.Count + 9), (run.Encoded.Texts, run.Stored.Texts));
            Assert.Contains("denied", Assert.Single(run.Warnings), StringComparison.Ordinal);
        }
        finally
        {
            Array.ForEach(folders, folder => File.SetUnixFileMode(folder, readOnly | UnixFileMode.UserWrite));
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The run trains what it would have trained without a cache, and warns once.</summary>
    private void Same(string freeze, string folder, string cause)
    {
        CachedRun run = CachedRun.Of(encoder.Folder, freeze, new RepresentationCache(folder) { BytesPerAppend = 1024, LockPatience = TimeSpan.FromMilliseconds(100) });

        Assert.Equal(CachedRun.Of(encoder.Folder, freeze, cache: null).Weights, run.Weights);
        Assert.Contains(cause, Assert.Single(run.Warnings), StringComparison.Ordinal);
    }
}
