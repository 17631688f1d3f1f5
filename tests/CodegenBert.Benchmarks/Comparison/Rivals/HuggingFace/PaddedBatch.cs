using CodegenBert.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Comparison.Rivals.HuggingFace;

/// <summary>A batch as transformers' <c>DataCollatorWithPadding</c> makes it: padded to its longest row, or to a fixed length. Its tensors belong to the caller's scope.</summary>
internal sealed class PaddedBatch
{
    public PaddedBatch(IReadOnlyList<EncodedInput> rows, int padTokenId, int? width = null)
    {
        Width = width ?? rows.Max(row => row.Length);
        long[] ids = new long[rows.Count * Width], types = new long[ids.Length];
        bool[] real = new bool[ids.Length];
        Array.Fill(ids, padTokenId);
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<int> own = rows[row].InputIds.Span;
            ReadOnlySpan<byte> segments = rows[row].TokenTypeIds.Span;
            for (int i = 0; i < own.Length; i++)
            {
                int place = (row * Width) + i;
                (ids[place], types[place], real[place]) = (own[i], segments[i], true);
            }
        }

        (Rows, Useful) = (rows.Count, rows.Sum(row => row.Length));
        InputIds = tensor(ids, rows.Count, Width);
        TokenTypeIds = tensor(types, rows.Count, Width);
        Mask = Useful == Computed ? null : tensor(real, rows.Count, 1, 1, Width); // transformers leaves a mask of ones out
    }

    /// <summary>How many texts.</summary>
    public int Rows { get; }

    /// <summary>Positions of each.</summary>
    public int Width { get; }

    /// <summary>Real tokens.</summary>
    public long Useful { get; }

    /// <summary>Tokens with padding.</summary>
    public long Computed => (long)Rows * Width;

    /// <summary>(B, S)</summary>
    public Tensor InputIds { get; }

    /// <summary>(B, S)</summary>
    public Tensor TokenTypeIds { get; }

    /// <summary>True where attention may look; null without padding. (B, 1, 1, S)</summary>
    public Tensor? Mask { get; }
}
