using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>
/// The rows of the word embeddings that a forward pass has looked up, each as a leaf of its own: their gradient is as large as the texts, where that of the table is as large as
/// the vocabulary, and nearly all zeros.
/// </summary>
/// <param name="beforeReading">Is told of the ids whose rows will be read.</param>
internal sealed class LookedUpRows(Action<ReadOnlyMemory<long>> beforeReading) : IDisposable
{
    private readonly List<(long[] Ids, Tensor Rows)> _taken = [];

    /// <summary>The rows of each look-up, (T, e), to be given to autograd.</summary>
    public IEnumerable<Tensor> Leaves => _taken.Select(taken => taken.Rows);

    /// <summary>The ids of each look-up, (T).</summary>
    public IEnumerable<long[]> Ids => _taken.Select(taken => taken.Ids);

    /// <summary>Looks up.</summary>
    /// <param name="table">(V, e)</param>
    /// <param name="ids">(B, S)</param>
    /// <returns>(B * S, e), a leaf that a gradient is computed for.</returns>
    public Tensor Take(ModelParameter table, Tensor ids)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable reading = no_grad();
        long[] flat = ids.data<long>().ToArray();
        beforeReading(flat);
        Tensor rows = table.Value.index_select(0, ids.view(-1)).DetachFromDisposeScope();
        rows.requires_grad = true;
        _taken.Add((flat, rows));
        return rows;
    }

    /// <summary>Releases the leaves; the ids stay.</summary>
    public void Dispose() => _taken.ForEach(taken => taken.Rows.Dispose());
}
