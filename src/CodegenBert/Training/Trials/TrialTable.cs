using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodegenBert.Training.Trials;

/// <summary>A finished trial as it is remembered.</summary>
/// <param name="Key">What its result depends on, hashed.</param>
/// <param name="BestEpoch">The best epoch.</param>
/// <param name="Seconds">What it took.</param>
/// <param name="Outputs">What the model said of each validation row.</param>
internal sealed record FinishedTrial(string Key, int BestEpoch, double Seconds, float[][] Outputs);

/// <summary>
/// Finished trials, one a line as JSON in <c>trials.jsonl</c>, each flushed to the disk before the next begins. A line that a kill has cut is passed over, and its trial made
/// again.
/// </summary>
internal sealed class TrialTable : IDisposable
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Dictionary<string, FinishedTrial> _trials = new(StringComparer.Ordinal);
    private readonly FileStream? _file;

    /// <summary>Opens the table.</summary>
    /// <param name="folder">Its folder, made if it is missing; null for a table that is not kept.</param>
    /// <exception cref="TrainingException">The folder cannot be written, or another search has it open.</exception>
    public TrialTable(string? folder)
    {
        if (folder is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            _file = new FileStream(Path.Combine(folder, "trials.jsonl"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{folder}: finished trials cannot be remembered there: {e.Message} Give a folder that can be written and that no other search uses, or none.", e);
        }

        Read();
    }

    /// <summary>A trial that is finished; null if it is not.</summary>
    /// <param name="key">Its key.</param>
    public FinishedTrial? Find(string key) => _trials.GetValueOrDefault(key);

    /// <summary>Remembers a trial.</summary>
    /// <param name="trial">The trial.</param>
    public void Add(FinishedTrial trial)
    {
        _trials[trial.Key] = trial;
        if (_file is not null)
        {
            _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(trial, Options), (byte)'\n']);
            _file.Flush(flushToDisk: true);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file?.Dispose();

    private void Read()
    {
        using var reader = new StreamReader(_file!, leaveOpen: true);
        string text = reader.ReadToEnd();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                FinishedTrial trial = JsonSerializer.Deserialize<FinishedTrial>(line, Options)!;
                _trials[trial.Key] = trial;
            }
            catch (JsonException)
            {
                // Cut by a kill while it was written.
            }
        }

        _file!.Seek(0, SeekOrigin.End);
        if (text.Length > 0 && text[^1] != '\n')
        {
            _file.WriteByte((byte)'\n'); // what follows stands on a line of its own
        }
    }
}
