using static TorchSharp.torch;

namespace CodegenBert.Modeling;

/// <summary>Which positions of a batch are real tokens. Holds tensors only if there is padding.</summary>
internal sealed class SequenceMask : IDisposable
{
    /// <summary>Makes the mask of rows of the given lengths, padded to the longest.</summary>
    public SequenceMask(IReadOnlyList<int> lengths, Device device)
    {
        Lengths = lengths;
        Width = lengths.Max();
        if (lengths.All(length => length == Width))
        {
            return;
        }

        float[] additive = new float[lengths.Count * Width], tokens = new float[lengths.Count * Width];
        for (int row = 0; row < lengths.Count; row++)
        {
            additive.AsSpan((row * Width) + lengths[row], Width - lengths[row]).Fill(float.NegativeInfinity);
            tokens.AsSpan(row * Width, lengths[row]).Fill(1f);
        }

        Additive = tensor(additive, lengths.Count, 1, 1, Width).to(device).DetachFromDisposeScope(); // (B, 1, 1, S)
        Tokens = tensor(tokens, lengths.Count, Width, 1).to(device).DetachFromDisposeScope();        // (B, S, 1)
    }

    /// <summary>Real tokens of each row.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Positions of each row, padding included.</summary>
    public int Width { get; }

    /// <summary>0 for real tokens and minus infinity for padding, to be added to attention scores; null without padding. (B, 1, 1, S)</summary>
    public Tensor? Additive { get; }

    /// <summary>1 for real tokens and 0 for padding; null without padding. (B, S, 1)</summary>
    public Tensor? Tokens { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Additive?.Dispose();
        Tokens?.Dispose();
    }
}
