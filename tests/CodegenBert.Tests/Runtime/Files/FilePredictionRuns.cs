using CodegenBert.Runtime;
using CodegenBert.Runtime.Files;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Tests.Runtime.Files;

/// <summary>A file of inputs, and what it becomes in a folder of the test's own.</summary>
/// <param name="scored">The inputs, the model, and the whole output.</param>
public abstract class FilePredictionRuns(ScoredFile scored) : IClassFixture<ScoredFile>, IDisposable
{
    private protected ScoredFile Scored { get; } = scored;

    private protected const int Chunk = ClassifierRuntime.ChunkSize;

    private protected TemporaryFolder Folder { get; } = new();

    private protected Words Log { get; } = new();

    private protected string Output => Folder["labelled.tsv"];

    private protected string Partial => Output + ".partial";

    private protected string State => Partial + ".json";

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected int Run(string? input = null, string? output = null, IProgress<PredictionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Scored.Classifier.PredictFile(input ?? Scored.Input, output ?? Output, new() { Logger = Log, SaveEvery = TimeSpan.Zero }, progress, cancellationToken);

    /// <summary>Stops after so many chunks of this run.</summary>
    private protected void StopAfter(int chunks)
    {
        using CancellationTokenSource stop = new();
        Moments progress = new(_ =>
        {
            if (--chunks == 0)
            {
                stop.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Run(progress: progress, cancellationToken: stop.Token));
        Assert.True(File.Exists(Partial) && File.Exists(State));
    }

    private protected void ChangeState(Func<PartialState, PartialState> change) => change(PartialState.Read(State)!).Write(State);

    private protected void AssertWhole()
    {
        Assert.Equal(Scored.Whole, File.ReadAllBytes(Output));
        Assert.Equal([Output], Directory.GetFileSystemEntries(Folder.Path));
    }

    private protected void AssertBegunAnew(string difference, byte[] earlier)
    {
        string said = Log.Said[^1];
        string aside = Directory.GetFiles(Folder.Path, "*.partial-*").Single(path => !path.EndsWith(".json", StringComparison.Ordinal));
        Assert.StartsWith($"{Partial} cannot be gone on with, this begins anew: ", said, StringComparison.Ordinal);
        Assert.Contains(difference, said, StringComparison.Ordinal);
        Assert.EndsWith($"Its {2 * Chunk} rows are kept as {aside}.", said, StringComparison.Ordinal);
        Assert.Equal(earlier, File.ReadAllBytes(aside));
        Assert.False(File.Exists(Partial) || File.Exists(State));
    }

    /// <summary>Progress on the thread that classifies.</summary>
    private protected sealed class Moments(Action<PredictionProgress> report) : IProgress<PredictionProgress>
    {
        public void Report(PredictionProgress value) => report(value);
    }

    /// <summary>What was said.</summary>
    private protected sealed class Words : ILogger
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Add(formatter(state, exception));
    }
}
