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
    /// <param name="shape">Of the batch.</param>
    /// <param name="dropped">By what mask probabilities are dropped; null for none.</param>
    public void Compute(Rows query, Rows key, Rows value, Rows context, AttentionShape shape, DropoutDraw? dropped = null) => ForEach(shape, dropped, (kernel, asking, asked, text) =>
    {
        kernel.Compute(asking.Of(query), asked.Of(key), asked.Of(value), asking.Of(context));
        asking.Clear(context, shape.Lengths[text], size);
    });

    /// <summary>The derivatives by what the heads read; 0 for padding.</summary>
    /// <param name="query">(B * Q, d)</param>
    /// <param name="key">(B * S, d)</param>
    /// <param name="value">(B * S, d)</param>
    /// <param name="ofContext">That of the result. (B * Q, d)</param>
    /// <param name="ofQuery">Gets that of the queries. (B * Q, d)</param>
    /// <param name="ofKey">Gets that of the keys. (B * S, d)</param>
    /// <param name="ofValue">Gets that of the values. (B * S, d)</param>
    /// <param name="shape">Of the batch.</param>
    /// <param name="dropped">By what mask probabilities were dropped; null for none.</param>
    public void Differentiate(Rows query, Rows key, Rows value, Rows ofContext, Rows ofQuery, Rows ofKey, Rows ofValue, AttentionShape shape, DropoutDraw? dropped) => ForEach(shape, dropped, (kernel, asking, asked, text) =>
    {
        kernel.Differentiate(asking.Of(query), asked.Of(key), asked.Of(value), asking.Of(ofContext), asking.Of(ofQuery), asked.Of(ofKey), asked.Of(ofValue));
        asking.Clear(ofQuery, shape.Lengths[text], size);
        asked.Clear(ofKey, shape.Lengths[text], size);
        asked.Clear(ofValue, shape.Lengths[text], size);
    });

    /// <summary>Each head of each text: its kernel, its rows among those that ask and among those that are asked, the text.</summary>
    private void ForEach(AttentionShape shape, DropoutDraw? dropped, Action<AttentionKernel, Block, Block, int> compute) => SharedWork.Run(shape.Lengths.Count * heads, piece =>
    {
        (int text, int head) = Math.DivRem(piece, heads);
        int real = shape.Lengths[text], width = _kernel!.Width;
        long mask = (long)shape.Asking * ((shape.Positions + width - 1) / width * width); // of a head, at most
        var kernel = new AttentionKernel(Math.Min(shape.Asking, real), real, size, _kernel, new(dropped, piece * mask));
        compute(kernel, new(text * shape.Asking, shape.Asking, head * size), new(text * shape.Positions, shape.Positions, head * size), text);
    });

    /// <summary>A head's part of a text's rows.</summary>
    private readonly record struct Block(int First, int Count, int Column)
    {
        public Rows Of(Rows all) => all.From(First, Column);

        /// <summary>Sets what belongs to padding to 0.</summary>
        public unsafe void Clear(Rows all, int real, int size)
        {
            for (int row = real; row < Count; row++)
            {
                new Span<float>(all.At(First + row, Column), size).Clear();
            }
        }
    }
}
