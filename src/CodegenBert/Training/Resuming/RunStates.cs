using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Saving;
using CodegenBert.Tasks;
using CodegenBert.Training.Reports;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace CodegenBert.Training.Resuming;

/// <summary>
/// The states of one run on disk, in a folder of its own beside those of other runs. Trouble with the disk never ends a run: it is logged, and the next state is tried
/// when it is due.
/// </summary>
internal sealed partial class RunStates : IDisposable
{
    private const string RunFile = "run.json", LockFile = "lock", Prefix = "step-", End = "-end";

    private readonly TrainingCheckpoints _settings;
    private readonly RunIdentity _identity;
    private readonly OutputKind _kind;
    private readonly ILogger _logger;
    private readonly bool _reportsOthers;
    private readonly string _folder;
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private FileStream? _lock;
    private int _lastStep;

    /// <summary>Takes the run's folder, if no other process has it.</summary>
    /// <param name="settings">Where and how often.</param>
    /// <param name="identity">The run.</param>
    /// <param name="kind">The task's kind of output.</param>
    /// <param name="logger">Is told what is gone on from, and of trouble.</param>
    /// <param name="reportsOthers">Whether it is said that another run's states lie there; not of the later runs of a series, which lie beside the earlier ones.</param>
    public RunStates(TrainingCheckpoints settings, RunIdentity identity, OutputKind kind, ILogger logger, bool reportsOthers = true)
    {
        (_settings, _identity, _kind, _logger, _reportsOthers) = (settings, identity, kind, logger, reportsOthers);
        _folder = Path.Combine(Path.GetFullPath(settings.Folder), identity.Hash);
        TryOnDisk(() =>
        {
            Directory.CreateDirectory(_folder);
            _lock = new FileStream(Path.Combine(_folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (!File.Exists(Path.Combine(_folder, RunFile)))
            {
                DurableFile.Write(Path.Combine(_folder, RunFile), JsonSerializer.SerializeToUtf8Bytes(identity.Fields));
            }
        });
    }

    /// <summary>Collects what is said of the run: what it has collected is saved with each state, and taken up again with it; null for no one.</summary>
    public RunLog? Log { get; init; }

    /// <summary>The newest whole state of the run; null if there is none, the settings begin anew, or another process has the folder.</summary>
    public SavedState? Find()
    {
        if (_lock is null)
        {
            return null;
        }

        SavedState? found = null;
        TryOnDisk(() =>
        {
            if (!_settings.Resume)
            {
                States().ForEach(StateFolder.Discard);
            }

            found = States().Select(ReadOrWarn).FirstOrDefault(state => state is not null);
            if (found is null && _reportsOthers)
            {
                ReportOtherRun();
            }
        });
        if (found is not null)
        {
            _lastStep = found.Position.Steps;
            LogResumed(_logger, _folder, found.Position.Steps);
            if (found.Position.Record is { } record)
            {
                Log?.GoOnFrom(record);
            }
        }

        return found;
    }

    /// <summary>Saves a state if one is due.</summary>
    /// <param name="position">Where the run is.</param>
    /// <param name="tensors">Weights and the optimiser's state; asked only if they are saved.</param>
    public void SaveIfDue(RunPosition position, Func<IEnumerable<KeyValuePair<string, Tensor>>> tensors)
    {
        if (position.Steps - _lastStep >= _settings.EverySteps || _sinceLast.Elapsed >= _settings.Every)
        {
            Save(position, tensors());
        }
    }

    /// <summary>Saves a state.</summary>
    /// <param name="position">Where the run is.</param>
    /// <param name="tensors">Weights and the optimiser's state.</param>
    /// <param name="isEnd">Whether the run has ended: the state comes before one of the same step, as it is behind the last validation.</param>
    /// <returns>Whether it lies on the disk.</returns>
    public bool Save(RunPosition position, IEnumerable<KeyValuePair<string, Tensor>> tensors, bool isEnd = false)
    {
        _lastStep = position.Steps;
        if (_lock is null)
        {
            return false;
        }

        bool saved = TryOnDisk(() =>
        {
            string state = Path.Combine(_folder, Prefix + position.Steps.ToString("D8", CultureInfo.InvariantCulture) + (isEnd ? End : ""));
            if (!Directory.Exists(state))
            {
                StateFolder.Write(state, position with { Record = Log?.Record() }, tensors, _kind);
            }

            States().Skip(_settings.Keep).ToList().ForEach(StateFolder.Discard);
        });
        _sinceLast.Restart();
        return saved;
    }

    /// <summary>Removes the run's folder: the run has ended, and its result is in the caller's hands.</summary>
    public void Remove()
    {
        if (_lock is not null)
        {
            Dispose();
            TryOnDisk(() => Directory.Delete(_folder, recursive: true));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    /// <summary>The run's states, the newest first.</summary>
    private List<string> States() => [.. Directory.EnumerateDirectories(_folder, Prefix + "*").OrderDescending(StringComparer.Ordinal)];

    private SavedState? ReadOrWarn(string state)
    {
        try
        {
            return StateFolder.Read(state, _kind);
        }
        catch (CheckpointException e)
        {
            LogDamaged(_logger, e.Message);
            StateFolder.DiscardQuietly(state); // a state of the same step is written in its place
            return null;
        }
    }

    /// <summary>Says what differs from the run that was stopped last, if another run's states lie in the folder.</summary>
    private void ReportOtherRun()
    {
        FileInfo? other = new DirectoryInfo(_settings.Folder).EnumerateDirectories()
            .Where(run => run.Name != _identity.Hash && run.EnumerateDirectories(Prefix + "*").Any())
            .Select(run => new FileInfo(Path.Combine(run.FullName, RunFile)))
            .Where(file => file.Exists)
            .MaxBy(file => file.Directory!.LastWriteTimeUtc);
        if (other is null)
        {
            return;
        }

        try
        {
            var earlier = new RunIdentity(JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(other.FullName))!);
            LogOtherRun(_logger, other.DirectoryName!, string.Join("; ", _identity.DifferencesFrom(earlier)));
        }
        catch (JsonException e)
        {
            LogDamaged(_logger, $"{other.FullName}: {e.Message}");
        }
    }

    private bool TryOnDisk(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            LogTrouble(_logger, _folder, e.Message);
            return false;
        }
    }

    [LoggerMessage(10, LogLevel.Information, "{Folder}: the run goes on after step {Step}, as if it had not been stopped.")]
    private static partial void LogResumed(ILogger logger, string folder, int step);

    [LoggerMessage(11, LogLevel.Warning, "{Folder} holds the state of another run, which is left as it is; this one begins anew: {Differences}.")]
    private static partial void LogOtherRun(ILogger logger, string folder, string differences);

    [LoggerMessage(12, LogLevel.Warning, "{Damage} It is not used; the run goes on from an older state, or begins anew.")]
    private static partial void LogDamaged(ILogger logger, string damage);

    [LoggerMessage(13, LogLevel.Warning, "{Folder}: no state of the run can be kept there now: {Cause} The run goes on; if it is stopped, it can be gone on with from the last state that was saved.")]
    private static partial void LogTrouble(ILogger logger, string folder, string cause);
}
