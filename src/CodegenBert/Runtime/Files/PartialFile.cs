using CodegenBert.Checkpoints.Saving;
using CodegenBert.Training.Resuming;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Runtime.Files;

/// <summary>
/// A file that grows beside its place, as <c>NAME.partial</c>, and is moved there when it is whole; a file of that name stays until then. <c>NAME.partial.json</c> says how much of it lies on the disk:
/// the data is flushed before the state is, so a process that dies at any moment leaves a state whose bytes are there, and at most some behind them, which are cut off.
/// </summary>
internal sealed partial class PartialFile : IDisposable
{
    private readonly string _path;
    private readonly RunIdentity _identity;
    private readonly ILogger _logger;
    private FileStream? _file;

    private PartialFile(string path, RunIdentity identity, ILogger logger) => (_path, _identity, _logger) = (path, identity, logger);

    /// <summary>Rows that it has.</summary>
    public int Rows { get; private set; }

    /// <summary>Bytes that hold them.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether all rows are there.</summary>
    public bool IsWhole { get; private set; }

    private string Partial => _path + ".partial";

    private string State => Partial + ".json";

    /// <summary>Goes on with a file of the same identity, or begins one; of another identity what is there is set aside.</summary>
    /// <param name="path">Where the whole file will lie; missing folders are made.</param>
    /// <param name="identity">What its rows depend on.</param>
    /// <param name="logger">Is told which of it happened.</param>
    /// <exception cref="PredictionFileException">The file cannot be written, another process writes it, or something else is in its place.</exception>
    public static PartialFile Open(string path, RunIdentity identity, ILogger logger)
    {
        if (Directory.Exists(path))
        {
            throw new PredictionFileException($"{path}: is a folder; a file is to be written there");
        }

        PartialFile file = new(path, identity, logger);
        try
        {
            file.Try(file.Open);
            return file;
        }
        catch
        {
            file._file?.Dispose(); // what is there stays
            throw;
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="bytes">The rows; nothing is buffered.</param>
    /// <param name="rows">How many they are.</param>
    /// <exception cref="PredictionFileException">They cannot be written.</exception>
    public void Append(ReadOnlySpan<byte> bytes, int rows)
    {
        try
        {
            _file!.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }

        Bytes += bytes.Length;
        Rows += rows;
    }

    /// <summary>Puts what has been added onto the disk, and then the state that says so.</summary>
    /// <exception cref="PredictionFileException">It cannot be written.</exception>
    public void Save() => Try(() =>
    {
        _file!.Flush(flushToDisk: true);
        new PartialState(Rows, Bytes, IsWhole, _identity.Fields).Write(State);
    });

    /// <summary>Moves the file into its place: it has all rows.</summary>
    /// <exception cref="PredictionFileException">It cannot be written.</exception>
    public void Complete()
    {
        if (_file is null)
        {
            return; // it was in its place before
        }

        IsWhole = true;
        Save();
        Try(() =>
        {
            _file!.Dispose();
            File.Move(Partial, _path, overwrite: true);
            DurableFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(_path))!);
            File.Delete(State);
        });
    }

    /// <summary>Closes the file. Without rows it is not worth keeping.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        if (Rows == 0 && !IsWhole && _file is not null)
        {
            try
            {
                File.Delete(Partial);
                File.Delete(State);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // An empty file is in the way of nothing.
            }
        }
    }

    private void Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        PartialState? state = PartialState.Read(State);
        bool isOurs = state is not null && _identity.DifferencesFrom(new(state.Identity)).Count == 0;
        if (isOurs && state!.IsWhole && !File.Exists(Partial) && File.Exists(_path) && new FileInfo(_path).Length == state.Bytes)
        {
            // The process was killed between the last two steps of Complete.
            (Rows, Bytes, IsWhole) = (state.Rows, state.Bytes, true);
            File.Delete(State);
            return;
        }

        Take();
        if (isOurs && state!.Bytes <= _file!.Length)
        {
            GoOnFrom(state);
            return;
        }

        if (state?.Rows > 0 && _file!.Length > 0)
        {
            SetAside(state);
        }
        else if (_file!.Length > 0 && state is null)
        {
            throw new PredictionFileException(
                $"{Partial}: is in the way: {State}, which would say what it holds, {(File.Exists(State) ? "is broken" : "is missing")}. Move it elsewhere or delete it, or name another output.");
        }

        _file!.SetLength(0);
        Save(); // before the first row: what has no state is no file of ours
    }

    /// <summary>Opens the partial file for this process alone.</summary>
    private void Take() => _file = new FileStream(Partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    private void GoOnFrom(PartialState state)
    {
        (Rows, Bytes, IsWhole) = (state.Rows, state.Bytes, state.IsWhole);
        _file!.SetLength(Bytes);
        _file.Position = Bytes;
        if (Rows > 0)
        {
            LogResumed(_logger, Partial, Rows);
        }
    }

    /// <summary>Finished rows are never thrown away unasked: they may have taken hours.</summary>
    private void SetAside(PartialState state)
    {
        var earlier = new RunIdentity(state.Identity);
        string aside = $"{Partial}-{earlier.Hash}";
        string differences = string.Join("; ", _identity.DifferencesFrom(earlier));
        _file!.Dispose();
        File.Move(Partial, aside, overwrite: true);
        File.Move(State, aside + ".json", overwrite: true);
        LogOther(_logger, Partial, differences.Length > 0 ? differences : "it is shorter than its state says", state.Rows, aside);
        Take();
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    private PredictionFileException Unwritable(Exception cause)
    {
        string kept = Rows == 0 ? "" : $" The rows that were saved stay in {Partial}; when it can be written again, the same again goes on behind them.";
        return new($"{_path}: cannot be written: {cause.Message.TrimEnd('.')}.{kept}", cause); // the system ends some of its messages with a full stop, and others not
    }

    [LoggerMessage(70, LogLevel.Information, "{Partial}: goes on after row {Row}.")]
    private static partial void LogResumed(ILogger logger, string partial, int row);

    [LoggerMessage(71, LogLevel.Warning, "{Partial} cannot be gone on with, this begins anew: {Differences}. Its {Rows} rows are kept as {Aside}.")]
    private static partial void LogOther(ILogger logger, string partial, string differences, int rows, string aside);
}
