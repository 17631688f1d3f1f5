using System.Runtime.InteropServices;
using CodegenBert.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training.Representations;

/// <summary>
/// Takes what the frozen part says, batch by batch, and hands it on in large blocks: to the shelf, which frees the block for the next ones, or, if there is none or it takes
/// no more, to be kept in memory.
/// </summary>
/// <param name="shape">The shape of the entries.</param>
/// <param name="totalRows">Rows of all entries that will come.</param>
/// <param name="bytesPerAppend">How large a block for the shelf is.</param>
/// <param name="append">Writes to the shelf, and says whether it did; null if there is none.</param>
/// <param name="keep">Takes a block over that is not written.</param>
internal sealed class EntryWriter(EntryShape shape, long totalRows, long bytesPerAppend, Func<RowBlock, IReadOnlyList<NewEntry>, bool>? append, Action<RowBlock, IReadOnlyList<NewEntry>> keep) : IDisposable
{
    /// <summary>A kill loses no more work than of that time.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private Func<RowBlock, IReadOnlyList<NewEntry>, bool>? _append = append;
    private List<NewEntry> _entries = [];
    private RowBlock? _block;
    private long _rowsToCome = totalRows;
    private long _lastAppend = Environment.TickCount64;

    /// <summary>Takes a batch; those behind <paramref name="keys"/> in the output fill the batch up and are left out.</summary>
    /// <param name="keys">The texts.</param>
    /// <param name="length">Tokens of each of them.</param>
    /// <param name="output">What the frozen part said of them.</param>
    public void Add(IReadOnlyList<UInt128> keys, int length, FrozenOutput output)
    {
        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<float> hidden = Values(output.Hidden), features = Values(output.Features); // (B, L, d), (B, vectors * d)
        int rows = shape.Rows(length), hiddenSize = shape.HiddenRows(length) * shape.Width, featureSize = shape.Vectors * shape.Width;
        for (int i = 0; i < keys.Count; i++)
        {
            if (_block is null || _block.Rows - _block.Filled < rows)
            {
                Flush();
                _block ??= new RowBlock(_append is null ? _rowsToCome : Math.Min(_rowsToCome, Math.Max(rows, bytesPerAppend / shape.RowBytes)), shape.Width);
            }

            _entries.Add(new(keys[i], _block.Filled, rows));
            _block.Add(hidden.Slice(i * hiddenSize, hiddenSize));
            _block.Add(features.Slice(i * featureSize, featureSize));
            _rowsToCome -= rows;
        }

        if (_append is not null && Environment.TickCount64 - _lastAppend > LongestWait.TotalMilliseconds)
        {
            Flush();
        }
    }

    /// <summary>Hands on what is there.</summary>
    public void Flush()
    {
        if (_block is null || _entries.Count == 0)
        {
            return;
        }

        if (_append?.Invoke(_block, _entries) == true)
        {
            _block.Clear();
            _entries.Clear();
            _lastAppend = Environment.TickCount64;
            return;
        }

        _append = null;
        keep(_block, _entries);
        (_block, _entries) = (null, []);
    }

    /// <inheritdoc />
    public void Dispose() => _block?.Dispose();

    private static ReadOnlySpan<float> Values(Tensor? tensor) =>
        tensor is null ? [] : MemoryMarshal.Cast<byte, float>(tensor.to(CPU).to(ScalarType.Float32).contiguous().bytes);
}
