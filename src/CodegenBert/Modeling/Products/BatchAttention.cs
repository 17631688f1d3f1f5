namespace CodegenBert.Modeling.Products;

/// <summary>Attention of all heads and texts of a batch by <see cref="AttentionKernel"/>.</summary>
/// <param name="heads">How many.</param>
/// <param name="size">Of a head.</param>
internal sealed class BatchAttention(int heads, int size)
{
    private readonly PanelKernel? _kernel = PanelKernel.For(size);

    /// <summary>Whether there is a kernel for the size, here.</summary>
    public bool IsUsable => _kernel is not null;

    /// <summary>What the heads say; 0 where the query is padding.</summary>
    /// <param name="query">Of all positions, or of [CLS] alone. (B * Q, d)</param>
    /// <param name="key">(B * S, d)</param>
    /// <param name="value">(B * S, d)</param>
    /// <param name="context">Gets the result. (B * Q, d)</param>
    /// <param name="lengths">Real positions of each text.</param>
    /// <param name="asking">Q</param>
    /// <param name="positions">S</param>
    public unsafe void Compute(Rows query, Rows key, Rows value, Rows context, IReadOnlyList<int> lengths, int asking, int positions) => SharedWork.Run(lengths.Count * heads, piece =>
    {
        (int text, int head) = Math.DivRem(piece, heads);
        int column = head * size, first = text * asking, real = Math.Min(asking, lengths[text]);
        new AttentionKernel(real, lengths[text], size, _kernel!).Compute(
            query.From(first, column), key.From(text * positions, column), value.From(text * positions, column), context.From(first, column));
        for (int row = real; row < asking; row++)
        {
            new Span<float>(context.At(first + row, column), size).Clear();
        }
    });
}
