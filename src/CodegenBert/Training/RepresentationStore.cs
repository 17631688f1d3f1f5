using CodegenBert.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>
/// What the frozen part said of each text, remembered: the hidden states at the boundary by true length, without padding, and the vectors that the
/// head reads below it. Read in every epoch, written once.
/// </summary>
internal sealed class RepresentationStore : IModelInputs, IDisposable
{
    private readonly SequenceClassifier _model;
    private readonly IReadOnlyList<int> _trueLengths;
    private readonly long[] _offsets;
    private readonly Tensor? _hidden;   // (all tokens, d)
    private readonly Tensor? _features; // (rows, vectors * d)

    /// <summary>Makes room for rows of the given lengths.</summary>
    /// <param name="model">The model whose frozen part will be asked.</param>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="layout">The order in which the rows' hidden states lie: that in which they are written.</param>
    /// <param name="device">Where the store lies.</param>
    public RepresentationStore(SequenceClassifier model, IReadOnlyList<int> lengths, IEnumerable<int> layout, Device device)
    {
        _model = model;
        _trueLengths = lengths;
        _offsets = new long[lengths.Count];
        long tokens = 0;
        foreach (int row in layout)
        {
            _offsets[row] = tokens;
            tokens += lengths[row];
        }

        int d = model.Configuration.HiddenSize;
        _hidden = model.TrainsEncoder ? empty(tokens, d, device: device).DetachFromDisposeScope() : null;
        _features = model.FrozenFeatureWidth > 0 ? empty(lengths.Count, model.FrozenFeatureWidth, device: device).DetachFromDisposeScope() : null;
        Lengths = model.TrainsEncoder ? lengths : [.. Enumerable.Repeat(1, lengths.Count)];
    }

    /// <inheritdoc />
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Writes rows of one length; those behind <paramref name="rows"/> in the output fill the batch up and are left out.</summary>
    /// <param name="rows">The rows, neighbours in the layout.</param>
    /// <param name="output">What the frozen part said of them.</param>
    public void Write(IReadOnlyList<int> rows, FrozenOutput output)
    {
        long n = rows.Count, length = _trueLengths[rows[0]];
        if (output.Hidden is not null)
        {
            _hidden!.narrow(0, _offsets[rows[0]], n * length).copy_(output.Hidden.narrow(0, 0, n).reshape(n * length, -1)); // (n, L, d) -> (n * L, d)
        }

        if (output.Features is not null)
        {
            using Tensor indices = RowIndices(rows);
            _features!.index_copy_(0, indices, output.Features.narrow(0, 0, n));
        }
    }

    /// <inheritdoc />
    public Tensor Logits(IReadOnlyList<int> rows, Dropout dropout)
    {
        Tensor? features = _features?.index_select(0, RowIndices(rows)); // (B, vectors * d)
        if (_hidden is null)
        {
            return _model.ForwardTrained(new FrozenOutput(null, features), null, dropout);
        }

        using var mask = new SequenceMask([.. rows.Select(row => _trueLengths[row])], _hidden.device);
        Tensor hidden = _hidden.index_select(0, TokenIndices(rows, mask.Width)).view(rows.Count, mask.Width, -1); // (B, S, d)
        return _model.ForwardTrained(new FrozenOutput(hidden, features), mask, dropout);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _hidden?.Dispose();
        _features?.Dispose();
    }

    private Tensor RowIndices(IReadOnlyList<int> rows) => tensor(rows.Select(row => (long)row).ToArray()).to((_features ?? _hidden)!.device);

    /// <summary>Where the rows' tokens lie; padding repeats the row's last token, which the mask hides.</summary>
    private Tensor TokenIndices(IReadOnlyList<int> rows, int width)
    {
        long[] indices = new long[rows.Count * width];
        for (int i = 0; i < rows.Count; i++)
        {
            for (int s = 0; s < width; s++)
            {
                indices[(i * width) + s] = _offsets[rows[i]] + Math.Min(s, _trueLengths[rows[i]] - 1);
            }
        }

        return tensor(indices).to(_hidden!.device);
    }
}
