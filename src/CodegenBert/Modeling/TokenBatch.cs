using CodegenBert.Tokenization;
using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>Inputs as tensors, padded to the longest.</summary>
internal sealed class TokenBatch : IDisposable
{
    /// <summary>Copies the rows' ids into tensors.</summary>
    public TokenBatch(IReadOnlyList<EncodedInput> inputs, int padTokenId, Device device)
    {
        Mask = new SequenceMask([.. inputs.Select(input => input.Length)], device);
        int width = Mask.Width;
        long[] ids = new long[inputs.Count * width], types = new long[inputs.Count * width];
        Array.Fill(ids, padTokenId);
        for (int row = 0; row < inputs.Count; row++)
        {
            ReadOnlySpan<int> rowIds = inputs[row].InputIds.Span;
            ReadOnlySpan<byte> rowTypes = inputs[row].TokenTypeIds.Span;
            for (int i = 0; i < rowIds.Length; i++)
            {
                ids[(row * width) + i] = rowIds[i];
                types[(row * width) + i] = rowTypes[i];
            }
        }

        InputIds = tensor(ids, inputs.Count, width).to(device).DetachFromDisposeScope();     // (B, S)
        TokenTypeIds = tensor(types, inputs.Count, width).to(device).DetachFromDisposeScope(); // (B, S)
    }

    /// <summary>Vocabulary ids. (B, S)</summary>
    public Tensor InputIds { get; }

    /// <summary>Segment ids. (B, S)</summary>
    public Tensor TokenTypeIds { get; }

    /// <summary>Which positions are real tokens.</summary>
    public SequenceMask Mask { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        InputIds.Dispose();
        TokenTypeIds.Dispose();
        Mask.Dispose();
    }
}
