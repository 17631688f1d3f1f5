using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training.Representations;

/// <summary>The store stays within its bound: what was not used for the longest time goes, unless it is in use.</summary>
public sealed class BoundTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_shelf_that_was_not_used_for_the_longest_time_is_evicted()
    {
        long bytes = BytesOf("bottom: 1");
        _ = Run("embeddings", long.MaxValue); // about as large
        MakeOlder(60);
        Assert.Equal(0, Run("bottom: 1", long.MaxValue).Encoded.Texts); // used again: the embeddings' shelf is the older one
        MakeOlder(60, except: NewestLock());

        CachedRun all = Run("all", (2 * bytes) + 1000);

        Assert.Empty(all.Warnings);
        Assert.InRange(Size(), 1, (2 * bytes) + 1000);
        Assert.Equal(0, Run("bottom: 1", long.MaxValue).Encoded.Texts);
        Assert.Equal(CachedRun.Rows, Run("embeddings", long.MaxValue).Encoded.Texts);
    }

    [Fact]
    public void A_shelf_in_use_is_not_evicted_and_the_run_that_finds_no_room_goes_on_in_memory()
    {
        long bytes = BytesOf("bottom: 1");
        string used = NewestLock();
        using (new FileStream(used, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            CachedRun all = Run("all", bytes + 1000);

            Assert.Equal(CachedRun.Of(encoder.Folder, "all", cache: null).Weights, all.Weights);
            Assert.Contains($"{bytes + 1000:N0} bytes", Assert.Single(all.Warnings), StringComparison.Ordinal);
            Assert.Equal(0, Run("bottom: 1", bytes + 1000).Encoded.Texts);
        }

        Assert.Empty(Run("all", bytes + 1000).Warnings);
        Assert.Equal(CachedRun.Rows, Run("bottom: 1", long.MaxValue).Encoded.Texts);
    }

    [Fact]
    public void A_shelf_that_is_full_of_other_texts_makes_room_for_a_runs_own()
    {
        long bytes = BytesOf("bottom: 1"), most = bytes * 3 / 2;
        RepresentationCache cache = new(_folder.Path) { MostBytes = most };

        CachedRun other = CachedRun.Of(encoder.Folder, "bottom: 1", cache, TinyTask.Rows(41, seed: 8));
        CachedRun again = CachedRun.Of(encoder.Folder, "bottom: 1", cache, TinyTask.Rows(41, seed: 8));

        Assert.Equal((0, 0L, 0), (other.Warnings.Count, again.Encoded.Texts, again.Warnings.Count));
        Assert.InRange(Size(), 1, most);
    }

    public void Dispose() => _folder.Dispose();

    private CachedRun Run(string freeze, long mostBytes) => CachedRun.Of(encoder.Folder, freeze, new RepresentationCache(_folder.Path) { MostBytes = mostBytes });

    private long BytesOf(string freeze)
    {
        long before = Size();
        Assert.Equal(CachedRun.Rows, Run(freeze, long.MaxValue).Encoded.Texts);
        return Size() - before;
    }

    private long Size() => Directory.EnumerateDirectories(_folder.Path).Where(folder => Path.GetFileName(folder).Length == 64)
        .Sum(folder => new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length));

    private string NewestLock() => Directory.EnumerateFiles(_folder["locks"], "*.used").MaxBy(File.GetLastWriteTimeUtc)!;

    /// <summary>File times are as coarse as the system's clock tick: seconds apart they can't be mistaken.</summary>
    private void MakeOlder(int seconds, string? except = null)
    {
        foreach (string path in Directory.EnumerateFiles(_folder["locks"], "*.used").Where(path => path != except))
        {
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(-seconds));
        }
    }
}
