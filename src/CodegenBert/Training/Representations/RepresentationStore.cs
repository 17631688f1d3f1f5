using System.Diagnostics;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace CodegenBert.Training.Representations;

/// <summary>
/// What a model's frozen part, as it is now, said of texts: each text once, whatever data sets it stands in, and if there is a cache then once for all runs. The model's frozen
/// weights must stay as they are while it is used; for others a new store is made.
/// </summary>
internal sealed partial class RepresentationStore : IDisposable
{
    private readonly Device _device;
    private readonly RepresentationCache? _cache;
    private readonly ILogger _logger;
    private readonly Precision _precision;
    private readonly EntryShape _shape;
    private readonly ShelfKey? _key;
    private readonly Dictionary<UInt128, Place> _places = [];
    private readonly List<RowBlock> _blocks = [];
    private SequenceClassifier _model;
    private PassCounter _passes;
    private Shelf? _shelf;
    private bool _mayWrite;
    private bool _isOpened;

    /// <summary>Makes a store, empty but for what the cache has.</summary>
    /// <param name="model">The model; something of it is frozen.</param>
    /// <param name="device">Where the model lives.</param>
    /// <param name="cache">Where representations are remembered beyond the run; null remembers them in memory alone.</param>
    /// <param name="passes">Counts the texts that are encoded, and those that need not be.</param>
    /// <param name="logger">Is told what came from the cache, and what is wrong with it.</param>
    /// <param name="precision">In which the frozen part is computed.</param>
    /// <param name="key">The frozen part's key where it is known already; null to find it.</param>
    public RepresentationStore(
        SequenceClassifier model, Device device, RepresentationCache? cache = null, PassCounter? passes = null, ILogger? logger = null, Precision precision = Precision.Float32, ShelfKey? key = null)
    {
        (_model, _device, _precision, _key) = (model, device, precision, key);
        // Of a graphics card neither the name nor the kernels are known here, so nothing could be a key to what it computes.
        _cache = device.type == TorchSharp.DeviceType.CPU ? cache : null;
        (_passes, _logger) = (passes ?? new(), logger ?? NullLogger.Instance);
        _shape = EntryShape.Of(model);
    }

    /// <summary>Goes on for another model whose frozen part says the same, as those of runs do that differ in their heads alone.</summary>
    /// <param name="model">Encodes and reads from now on.</param>
    /// <param name="passes">Counts from now on.</param>
    public void Serve(SequenceClassifier model, PassCounter passes) => (_model, _passes) = (model, passes);

    /// <summary>A data set as the trained part reads it. Valid until the store is disposed.</summary>
    /// <param name="inputs">The rows.</param>
    /// <param name="progress">Is told of the rows that are encoded.</param>
    /// <param name="cancellationToken">Stops behind a batch; what was encoded is remembered.</param>
    public StoredRows Of(IReadOnlyList<EncodedInput> inputs, ProgressReporter? progress = null, CancellationToken cancellationToken = default)
    {
        UInt128[] keys = [.. inputs.Select(TextKey.Of)];
        var missing = new Dictionary<UInt128, EncodedInput>();
        for (int row = 0; row < keys.Length; row++)
        {
            if (!_places.ContainsKey(keys[row]))
            {
                missing.TryAdd(keys[row], inputs[row]);
            }
        }

        Open();
        TakeFromShelf(missing);
        int encoded = missing.Count;
        long tokens = missing.Values.Sum(input => (long)input.Length), allTokens = inputs.Sum(input => (long)input.Length);
        _passes.CountStored(new(inputs.Count - encoded, allTokens - tokens));
        LogTexts(_logger, inputs.Count, encoded, inputs.Count - encoded);
        if (encoded > 0)
        {
            progress?.Begin(TrainingStage.Encoding, 0, encoded, encoded);
            Encode(missing, progress, cancellationToken);
            TakeFromShelf(missing);
            if (missing.Count > 0)
            {
                // Written, but not to be had back.
                _mayWrite = false;
                Encode(missing, progress: null, cancellationToken);
            }
        }

        return new StoredRows(_model, _shape, [.. inputs.Select(input => input.Length)], [.. keys.Select(key => _places[key])], _device);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _shelf?.Dispose();
        _blocks.ForEach(block => block.Dispose());
    }

    private void Open()
    {
        if (_cache is not null && !_isOpened)
        {
            long start = Stopwatch.GetTimestamp();
            ShelfKey key = _key ?? ShelfKey.Of(_model, _precision);
            LogKey(_logger, key.Hash, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            _shelf = new Shelf(_cache, key.Hash, key.Description, _shape);
            _mayWrite = true;
        }

        _isOpened = true;
    }

    /// <summary>Moves texts that the shelf has from the missing ones to the known ones.</summary>
    private void TakeFromShelf(Dictionary<UInt128, EncodedInput> missing)
    {
        if (_shelf is null || missing.Count == 0)
        {
            return;
        }

        try
        {
            Dictionary<UInt128, Place> found = _shelf.Find(missing.ToDictionary(text => text.Key, text => _shape.Rows(text.Value.Length)), out int damaged);
            foreach ((UInt128 key, Place place) in found)
            {
                _places.Add(key, place);
                _ = missing.Remove(key);
            }

            if (damaged > 0)
            {
                LogDamaged(_logger, _shelf.Folder, damaged);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnusable(_logger, _shelf.Folder, e.Message);
        }
    }

    private void Encode(Dictionary<UInt128, EncodedInput> missing, ProgressReporter? progress, CancellationToken cancellationToken)
    {
        UInt128[] keys = [.. missing.Keys];
        EncodedInput[] inputs = [.. missing.Values];
        long rows = inputs.Sum(input => (long)_shape.Rows(input.Length));
        if (_mayWrite && _places.Count == 0)
        {
            _shelf!.ClearIfTooLargeWith(rows * _shape.RowBytes);
        }

        using var writer = new EntryWriter(_shape, rows, _cache?.BytesPerAppend ?? 0, _mayWrite ? Append : null, (block, entries) =>
        {
            _blocks.Add(block);
            foreach (NewEntry entry in entries)
            {
                _places.Add(entry.Key, new(block, entry.Row));
                _ = missing.Remove(entry.Key);
            }
        });
        int done = 0;
        try
        {
            FrozenEncoding.Run(_model, inputs, _device, (batch, output) =>
            {
                int length = inputs[batch[0]].Length;
                writer.Add([.. batch.Select(row => keys[row])], length, output);
                _passes.CountFrozen([.. batch.Select(_ => length)]);
                progress?.Report(done += batch.Length, done);
                cancellationToken.ThrowIfCancellationRequested();
            });
        }
        finally
        {
            writer.Flush(); // also when it is cancelled: the next run has it
        }
    }

    private bool Append(RowBlock block, IReadOnlyList<NewEntry> entries)
    {
        if (_shelf!.Append(block, entries) is not { } cause)
        {
            return true;
        }

        _mayWrite = false;
        LogUnusable(_logger, _shelf.Folder, cause);
        return false;
    }

    [LoggerMessage(20, LogLevel.Information, "{Texts} texts for the frozen part: {Encoded} are encoded now, {Stored} are remembered or equal to others.")]
    private static partial void LogTexts(ILogger logger, int texts, int encoded, int stored);

    [LoggerMessage(21, LogLevel.Debug, "The frozen part's key is {Key}; to find it took {Milliseconds:F0} ms.")]
    private static partial void LogKey(ILogger logger, string key, double milliseconds);

    [LoggerMessage(22, LogLevel.Warning, "{Folder}: {Count} entries are damaged (their checksums do not fit); what they should hold is encoded again where it is needed. If that happens often, look at the disk.")]
    private static partial void LogDamaged(ILogger logger, string folder, int count);

    [LoggerMessage(23, LogLevel.Warning, "{Folder}: representations are not remembered there from now on: {Cause}. The run goes on and keeps them in memory. Give another folder or bound as RepresentationCache, or null for none.")]
    private static partial void LogUnusable(ILogger logger, string folder, string cause);
}
