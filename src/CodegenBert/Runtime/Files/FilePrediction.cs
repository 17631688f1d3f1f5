using System.Diagnostics;
using System.Text;
using CodegenBert.Data;
using CodegenBert.Training.Resuming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodegenBert.Runtime.Files;

/// <summary>Classifies a file of inputs into a file of predictions, a chunk of rows at a time: memory does not grow with the file, and what is done is not done again.</summary>
internal static partial class FilePrediction
{
    /// <summary>Classifies the file, or goes on where an earlier process stopped: after a whole chunk, so that the bytes are those of one that was not stopped.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="input">The inputs.</param>
    /// <param name="output">Where the predictions go.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after each chunk; null for no one.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The number of rows of the whole file.</returns>
    public static int Run(
        ClassifierRuntime classifier, string input, string output, FilePredictionOptions options, IProgress<PredictionProgress>? progress, CancellationToken cancellationToken)
    {
        using FileStream file = DataFile.Open(input);
        ILogger logger = options.Logger ?? NullLogger.Instance;
        RunIdentity identity = Readable(input, () => PredictionIdentification.Of(classifier, file, options));
        using PartialFile partial = PartialFile.Open(output, identity, logger);
        if (!partial.IsWhole)
        {
            int? total = null;
            try
            {
                total = file.CanSeek ? InputFile.Check(classifier.Task, file, input, options.Format, cancellationToken) : null;
                IEnumerable<InputTexts> rows = InputFile.Read(classifier.Task, file, input, options.Format).Select(row => row.Input).Skip(partial.Rows);
                Append(classifier, rows, total, partial, options, progress, cancellationToken);
            }
            catch (Exception e) when (e is not PredictionFileException && partial.Rows > 0 && IsWholeChunks(partial.Rows))
            {
                partial.Save();
                LogStopped(logger, partial.Rows, file.CanSeek ? "the same again goes on from there" : "the inputs cannot be read twice, so these rows stay as they are");
                throw;
            }

            if (total is not null && total != partial.Rows)
            {
                throw new DataFileException($"{input}: had {total} rows when it was checked, and {partial.Rows} when it was read; it must stay as it is meanwhile. Start again when it does.");
            }
        }

        partial.Complete();
        return partial.Rows;
    }

    private static bool IsWholeChunks(int rows) => rows % ClassifierRuntime.ChunkSize == 0;

    private static void Append(
        ClassifierRuntime classifier, IEnumerable<InputTexts> rows, int? total, PartialFile partial, FilePredictionOptions options, IProgress<PredictionProgress>? progress, CancellationToken cancellationToken)
    {
        PredictionTable table = new(classifier.Task, classifier.RuleFor(options.AbstainBelow));
        if (partial.Bytes == 0)
        {
            partial.Append(Encoding.UTF8.GetBytes(table.Header), 0);
        }

        int before = partial.Rows;
        long start = Stopwatch.GetTimestamp(), saved = start;
        foreach ((InputTexts[] inputs, RawPrediction[] predictions) in classifier.PredictChunks(rows, options.AbstainBelow, cancellationToken))
        {
            partial.Append(Encoding.UTF8.GetBytes(table.Lines(inputs, predictions)), inputs.Length);
            progress?.Report(new(partial.Rows, total, (partial.Rows - before) / Stopwatch.GetElapsedTime(start).TotalSeconds));

            // The last chunk may be short: with it the file is whole, or the state stays that of the chunk before.
            if (Stopwatch.GetElapsedTime(saved) >= options.SaveEvery && IsWholeChunks(partial.Rows))
            {
                partial.Save();
                saved = Stopwatch.GetTimestamp();
            }
        }
    }

    private static T Readable<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataFile.Unreadable(path, e);
        }
    }

    [LoggerMessage(72, LogLevel.Information, "stopped after row {Row}: {Remedy}.")]
    private static partial void LogStopped(ILogger logger, int row, string remedy);
}
