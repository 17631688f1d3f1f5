using System.Diagnostics;
using System.Security.Cryptography;
using CodegenBert.Tests.Tiny;
using Xunit.Abstractions;

namespace CodegenBert.Tests.Training.Representations;

/// <summary>Real processes on one store: two at once, and some that are killed while they write.</summary>
public sealed class ProcessTests(TinyEncoder encoder, ITestOutputHelper output) : IClassFixture<TinyEncoder>, IDisposable
{
    private const string Freeze = "bottom: 1";
    private const int Rows = 600;

    /// <summary>How many processes are killed; more, by hand, with the variable.</summary>
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("CODEGENBERT_KILLS"), out int kills) ? kills : 20;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Two_processes_that_write_at_once_and_one_that_comes_later_train_the_same_weights()
    {
        string expected = Hash(CachedRun.Of(encoder.Folder, Freeze, cache: null, RememberCommand.Rows(Rows)));
        Process[] both = [Start(), Start()];
        foreach (Process process in both)
        {
            RememberCommand.Go(process);
        }

        string[][] outputs = [.. both.Select(process => process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        CachedRun later = CachedRun.Of(encoder.Folder, Freeze, RememberCommand.Cache(_folder.Path), RememberCommand.Rows(Rows));

        Assert.All(outputs, lines => Assert.Equal(expected, lines[0]));
        Assert.All(outputs, lines => Assert.Equal(2, lines.Length)); // no warnings
        Assert.Equal(expected, Hash(later));
        Assert.Equal((0L, 0), (later.Encoded.Texts, later.Warnings.Count));
        // Each text's 48 bytes of the index once, however the two shared the work.
        Assert.Equal(48 * later.Stored.Texts, new FileInfo(Path.Combine(Path.GetDirectoryName(RowsOf(_folder.Path))!, "index")).Length + (48 * Repeated));
        Array.ForEach(both, process => process.Dispose());
    }

    [Fact]
    public void After_a_kill_at_any_moment_the_next_run_has_what_was_written_and_trains_the_same_weights()
    {
        CachedRun without = CachedRun.Of(encoder.Folder, Freeze, cache: null, RememberCommand.Rows(Rows));
        var random = new Random(6);
        var stored = new List<long>();
        for (int kill = 0; kill < Kills; kill++)
        {
            string cache = _folder[$"{kill}"];
            using Process process = RememberCommand.Start(encoder.Folder, cache, Freeze, Rows);
            RememberCommand.Go(process);
            // From the first write on: before it there is nothing to break.
            while (!File.Exists(RowsOf(cache)) && !process.HasExited)
            {
                Thread.Yield();
            }

            SpinFor(random.NextDouble() * 30);
            process.Kill();
            process.WaitForExit();
            CachedRun next = CachedRun.Of(encoder.Folder, Freeze, RememberCommand.Cache(cache), RememberCommand.Rows(Rows));
            CachedRun last = CachedRun.Of(encoder.Folder, Freeze, RememberCommand.Cache(cache), RememberCommand.Rows(Rows));

            Assert.Equal(without.Weights, next.Weights);
            Assert.Equal(without.Weights, last.Weights);
            Assert.Equal(0, last.Encoded.Texts);
            Assert.Empty(next.Warnings);
            stored.Add(next.Stored.Texts - without.Stored.Texts);
        }

        output.WriteLine($"of {without.Encoded.Texts} texts, stored when killed: {string.Join(", ", stored)}");
        Assert.Contains(stored, texts => texts > 0 && texts < without.Encoded.Texts); // some were killed in the midst of it
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Rows that are equal to others.</summary>
    private static long Repeated => Rows + CachedRun.Validation.Count - RememberCommand.Rows(Rows).Concat(CachedRun.Validation).Select(row => row.Input).Distinct().Count();

    private static string Hash(CachedRun run) => Convert.ToHexString(SHA256.HashData(run.Weights));

    private static string RowsOf(string cache) =>
        Directory.Exists(cache) && Directory.EnumerateDirectories(cache).FirstOrDefault(folder => Path.GetFileName(folder).Length == 64) is { } shelf ? Path.Combine(shelf, "rows") : cache + "?";

    private static void SpinFor(double milliseconds)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds)
        {
            Thread.Yield();
        }
    }

    private Process Start() => RememberCommand.Start(encoder.Folder, _folder.Path, Freeze, Rows);
}
