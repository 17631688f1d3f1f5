namespace CodegenBert.Modeling.Products;

/// <summary>Which of a head's probabilities are dropped.</summary>
/// <param name="Draw">The mask of all heads and texts; null where nothing is dropped.</param>
/// <param name="Start">Where in it the head's begins: a multiple of 4.</param>
internal readonly unsafe record struct AttentionMask(DropoutDraw? Draw, long Start)
{
    /// <summary>Multiplies by the mask.</summary>
    /// <param name="from">The values.</param>
    /// <param name="to">Gets the products; may be the same place.</param>
    /// <param name="count">How many.</param>
    public void Apply(float* from, float* to, int count)
    {
        if (Draw is { } draw)
        {
            DropoutMask.Multiply(new ReadOnlySpan<float>(from, count), new Span<float>(to, count), draw.Key, Start, draw.Probability);
        }
        else if (from != to)
        {
            new ReadOnlySpan<float>(from, count).CopyTo(new(to, count));
        }
    }
}
