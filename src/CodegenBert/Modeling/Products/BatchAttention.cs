using CodegenBert.Checkpoints.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Modeling.Products;

/// <summary>Attention of all heads and texts of a batch by <see cref="AttentionKernel"/>; without derivatives.</summary>
internal static unsafe class BatchAttention
{
    /// <summary>Whether the kernel can compute it, here, of float32 on the processor.</summary>
    /// <param name="configuration">The encoder's.</param>
    public static bool CanCompute(EncoderConfiguration configuration) => PanelKernel.IsSupported && configuration.HeadSize % PanelKernel.Width == 0;

    /// <summary>(B, Q, d), (B, S, d), (B, S, d) -> (B, Q, d); 0 where the query is padding.</summary>
    /// <param name="query">Of all positions, or of [CLS] alone.</param>
    /// <param name="key">Of all positions.</param>
    /// <param name="value">Of all positions.</param>
    /// <param name="lengths">Real positions of each text.</param>
    /// <param name="heads">How many.</param>
    public static Tensor Compute(Tensor query, Tensor key, Tensor value, IReadOnlyList<int> lengths, int heads)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor context = zeros_like(query);
        int queries = (int)query.size(1), keys = (int)key.size(1), width = (int)key.size(2), size = width / heads;
        (nint q, nint k, nint v, nint c) = (Memory.Of(query), Memory.Of(key), Memory.Of(value), Memory.Of(context));
        SharedWork.Run(lengths.Count * heads, piece =>
        {
            (int text, int head) = Math.DivRem(piece, heads);
            nint asking = ((nint)text * queries * width) + (head * size), asked = ((nint)text * keys * width) + (head * size);
            new AttentionKernel(Math.Min(queries, lengths[text]), lengths[text], size).Compute(
                new((float*)q + asking, width), new((float*)k + asked, width), new((float*)v + asked, width), new((float*)c + asking, width));
        });
        GC.KeepAlive((query, key, value));
        return context.MoveToOuterDisposeScope();
    }
}
